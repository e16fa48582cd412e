import type { Accounts, StoreUnavailable } from "@bourse/core";
import type { Database } from "better-sqlite3";
import type { Result, ResultAsync } from "neverthrow";
import { accountOf, credentialsOf } from "./account-rows.ts";
import { accountStatements, type AccountRow } from "./account-statements.ts";
import { accountWrites } from "./account-writes.ts";
import { erasure } from "./erasure.ts";
import { attempt, later } from "./failures.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { attemptWrite } from "./writes.ts";

/** Open accounts in a SQLite file. */
export function sqliteAccounts(db: Database): Accounts {
  const statements = accountStatements(db);
  const writes = accountWrites(db, statements);
  const erase = erasure(db);
  const byEmail = (email: string) => statements.byEmail.get({ email_fingerprint: fingerprintOf(email) });
  const byUsername = (name: string) => statements.byUsername.get({ username_fingerprint: fingerprintOf(name) });

  return {
    add: (account, passwordHash) =>
      later(attemptWrite(db, () => writes.add.immediate(account, passwordHash)).andThen(itself)),
    find: (id) => found(() => statements.byId.get({ id }), accountOf),
    findByEmail: (email) => found(() => byEmail(email), accountOf),
    credentialsFor: (login) => found(() => (login.includes("@") ? byEmail(login) : byUsername(login)), credentialsOf),
    credentialsOf: (id) => found(() => statements.byId.get({ id }), credentialsOf),
    amend: (id, changes) =>
      later(
        attemptWrite(db, () => writes.amend.immediate(id, changes))
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
        attemptWrite(db, () => writes.setBlacklisted.immediate(id, blacklisted))
          .andThen(itself)
          .map(accountOf),
      ),
    close: (id) =>
      later(
        attemptWrite(db, () => writes.close.immediate(id))
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
