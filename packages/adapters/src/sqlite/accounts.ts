import {
  loginName,
  type Account,
  type AccountChanges,
  type AccountId,
  type AccountNotFound,
  type Accounts,
  type PasswordHash,
  type StoreUnavailable,
} from "@bourse/core";
import type { Database } from "better-sqlite3";
import { err, ok, type Result, type ResultAsync } from "neverthrow";
import type { AccountsTable } from "../kysely/schema.ts";
import { accountOf, accountRow, amendments, credentialsOf } from "./account-rows.ts";
import { accountStatements, type AccountStatements } from "./account-statements.ts";
import { erasure } from "./erasure.ts";
import { attempt, later } from "./failures.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { nameRefusal, type NameRefusal } from "./names.ts";

/** Open accounts in a SQLite file. */
export function sqliteAccounts(db: Database): Accounts {
  const statements = accountStatements(db);
  const writes = accountWrites(db, statements);
  const erase = erasure(db);

  return {
    add: (account, passwordHash) => later(attempt(() => writes.add.immediate(account, passwordHash)).andThen(itself)),
    find: (id) => found(() => statements.byId.get({ id })).map((row) => row && accountOf(row)),
    findByEmail: (email) =>
      found(() => statements.byEmail.get({ email_key: email })).map((row) => row && accountOf(row)),
    credentialsFor: (login) =>
      found(() =>
        login.includes("@")
          ? statements.byEmail.get({ email_key: login })
          : statements.byUsername.get({ username_key: login }),
      ).map((row) => row && credentialsOf(row)),
    credentialsOf: (id) => found(() => statements.byId.get({ id })).map((row) => row && credentialsOf(row)),
    amend: (id, changes) =>
      later(
        attempt(() => writes.amend.immediate(id, changes))
          .andThen(itself)
          .map(accountOf)
          .andTee(erase),
      ),
    replacePassword: (id, current, next) =>
      later(attempt(() => statements.replacePassword.run({ id, current, next }) === 1)),
    setBlacklisted: (id, blacklisted) =>
      later(
        attempt(() => writes.setBlacklisted.immediate(id, blacklisted))
          .andThen(itself)
          .map(accountOf),
      ),
    close: (id) =>
      later(
        attempt(() => statements.close.run({ id }))
          .andThen((closed) => (closed === 1 ? ok() : NOT_FOUND))
          .andTee(erase),
      ),
  };
}

const NOT_FOUND = err({ kind: "AccountNotFound" } as const);

function found(read: () => AccountsTable | undefined): ResultAsync<AccountsTable | null, StoreUnavailable> {
  return later(attempt(read).map((row) => row ?? null));
}

/** A transaction answers a Result of its own, and may have failed besides. */
function itself<Value, E>(result: Result<Value, E>): Result<Value, E> {
  return result;
}

/** The writes that look first: none writes anything once it refuses, and nobody comes between. */
function accountWrites(db: Database, statements: AccountStatements) {
  const bar = (id: AccountId, email_key: string): number =>
    statements.bar.run({ fingerprint: fingerprintOf(email_key), account_id: id });

  return {
    add: db.transaction((account: Account, passwordHash: PasswordHash): Result<void, NameRefusal> => {
      const refusal = nameRefusal(statements, account.id, account);
      if (refusal) return err(refusal);
      statements.insert.run(accountRow(account, passwordHash));
      if (account.blacklisted) bar(account.id, loginName(account.email));
      return ok();
    }),

    amend: db.transaction(
      (id: AccountId, changes: AccountChanges): Result<AccountsTable, AccountNotFound | NameRefusal> => {
        if (!statements.byId.get({ id })) return NOT_FOUND;
        const refusal = nameRefusal(statements, id, changes);
        if (refusal) return err(refusal);
        const row = statements.amend.get({ id, ...amendments(changes) });
        if (row?.blacklisted === 1n && row.email_key !== null) bar(id, row.email_key);
        return row ? ok(row) : NOT_FOUND;
      },
    ),

    setBlacklisted: db.transaction((id: AccountId, blacklisted: boolean): Result<AccountsTable, AccountNotFound> => {
      const row = statements.setBlacklisted.get({ id, blacklisted: blacklisted ? 1n : 0n });
      if (!row) return NOT_FOUND;
      if (!blacklisted) statements.unbar.run({ account_id: id });
      else if (row.email_key !== null) bar(id, row.email_key);
      return ok(row);
    }),
  };
}
