import type { Account, AccountId, Accounts, StoreUnavailable } from "@bourse/core";
import type { Database } from "better-sqlite3";
import { LRUCache } from "lru-cache";
import { ok, type Result, type ResultAsync } from "neverthrow";
import { accountOf, credentialsOf } from "../kysely/account-rows.ts";
import { fingerprintOf } from "../kysely/fingerprint.ts";
import { accountStatements, type AccountRow } from "./account-statements.ts";
import { accountWrites } from "./account-writes.ts";
import { erasure } from "./erasure.ts";
import { attempt, later } from "./failures.ts";
import type { Remembering } from "./remembering.ts";
import { attemptWrite } from "./writes.ts";

/**
 * Open accounts in a SQLite file. Every request asks for one by its id, so that those asked for last are kept in memory.
 * What changes one forgets it first: there must be one of these for a file, which is this process's alone.
 */
export function sqliteAccounts(db: Database, { capacity = 10_000 }: Remembering = {}): Accounts {
  const known = new LRUCache<AccountId, Account>({ max: capacity });
  const statements = accountStatements(db);
  const writes = accountWrites(db, statements);
  const erase = erasure(db);
  const byEmail = (email: string) => statements.byEmail.get({ email_fingerprint: fingerprintOf(email) });
  const byUsername = (name: string) => statements.byUsername.get({ username_fingerprint: fingerprintOf(name) });

  function remembered(row: AccountRow): Account {
    const account = accountOf(row);
    known.set(account.id, account);
    return account;
  }

  /** What no longer is as it is remembered. */
  function forgotten(id: AccountId): AccountId {
    known.delete(id);
    return id;
  }

  return {
    add: (account, passwordHash) =>
      later(attemptWrite(db, () => writes.add.immediate(account, passwordHash)).andThen(itself)),
    find: (id) => {
      const account = known.get(id);
      return account ? later(ok(account)) : found(() => statements.byId.get({ id }), remembered);
    },
    findByEmail: (email) => found(() => byEmail(email), accountOf),
    credentialsFor: (login) => found(() => (login.includes("@") ? byEmail(login) : byUsername(login)), credentialsOf),
    credentialsOf: (id) => found(() => statements.byId.get({ id }), credentialsOf),
    amend: (id, changes) =>
      later(
        attemptWrite(db, () => writes.amend.immediate(forgotten(id), changes))
          .andThen(itself)
          .map(accountOf)
          .andTee(erase),
      ),
    replacePassword: (id, current, next) =>
      later(
        attemptWrite(db, () => writes.replacePassword.immediate(id, current, next)).andTee(
          (isDone) => isDone && erase(),
        ),
      ),
    setBlacklisted: (id, blacklisted) =>
      later(
        attemptWrite(db, () => writes.setBlacklisted.immediate(forgotten(id), blacklisted))
          .andThen(itself)
          .map(accountOf),
      ),
    close: (id) =>
      later(
        attemptWrite(db, () => writes.close.immediate(forgotten(id)))
          .andThen(itself)
          .andTee(erase),
      ),
  };
}

function found<Value>(
  read: () => AccountRow | undefined,
  meaning: (row: AccountRow) => Value,
): ResultAsync<Value | null, StoreUnavailable> {
  return later(attempt(read).map((row) => (row ? meaning(row) : null)));
}

/** A transaction answers a Result of its own, and may have failed besides. */
function itself<Value, E>(result: Result<Value, E>): Result<Value, E> {
  return result;
}
