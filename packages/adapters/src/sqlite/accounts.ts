import {
  instant,
  loginName,
  type Account,
  type AccountChanges,
  type AccountId,
  type Accounts,
  type Credentials,
  type Email,
  type EmailTaken,
  type LocalDate,
  type PasswordHash,
  type StoreUnavailable,
  type Username,
  type UsernameTaken,
} from "@bourse/core";
import type { Database } from "better-sqlite3";
import { err, ok, type Result } from "neverthrow";
import type { AccountsTable } from "../kysely/schema.ts";
import { accountStatements } from "./account-statements.ts";
import { attempt, breaksUnique, later, storeFailure } from "./failures.ts";

/** Open accounts in a SQLite file. */
export function sqliteAccounts(db: Database): Accounts {
  const statements = accountStatements(db);

  const find = (id: AccountId): Result<AccountsTable | undefined, StoreUnavailable> =>
    attempt(() => statements.byId.get({ id }));

  return {
    add: (account, passwordHash) =>
      later(unlessTaken(() => void statements.insert.run(accountRow(account, passwordHash)))),
    find: (id) => later(find(id).map((row) => (row ? accountOf(row) : null))),
    findByEmail: (email) =>
      later(attempt(() => statements.byEmail.get({ email_key: email })).map((row) => (row ? accountOf(row) : null))),
    credentialsFor: (login) =>
      later(
        attempt(() =>
          login.includes("@")
            ? statements.byEmail.get({ email_key: login })
            : statements.byUsername.get({ username_key: login }),
        ).map(credentialsOf),
      ),
    credentialsOf: (id) => later(find(id).map(credentialsOf)),
    amend: (id, changes) =>
      later(
        unlessTaken(() => statements.amend.get({ id, ...amendments(changes) })).andThen((row) =>
          row ? ok(accountOf(row)) : err({ kind: "AccountNotFound" as const }),
        ),
      ),
    replacePassword: (id, current, next) =>
      later(attempt(() => statements.replacePassword.run({ id, current, next }) === 1)),
    close: (id) =>
      later(
        attempt(() => statements.close.run({ id })).andThen((closed) =>
          closed === 1 ? ok() : err({ kind: "AccountNotFound" as const }),
        ),
      ),
  };
}

function unlessTaken<Value>(write: () => Value): Result<Value, EmailTaken | StoreUnavailable | UsernameTaken> {
  try {
    return ok(write());
  } catch (error) {
    if (breaksUnique(error, "accounts.username_key")) return err({ kind: "UsernameTaken" });
    if (breaksUnique(error, "accounts.email_key")) return err({ kind: "EmailTaken" });
    return err(storeFailure(error));
  }
}

function accountRow(account: Account, passwordHash: PasswordHash): AccountsTable {
  return {
    id: account.id,
    username: account.username,
    username_key: loginName(account.username),
    email: account.email,
    email_key: loginName(account.email),
    name: account.name,
    date_of_birth: account.dateOfBirth,
    password_hash: passwordHash,
    blacklisted: account.blacklisted ? 1n : 0n,
    opened_at: BigInt(account.openedAt),
    closed: 0n,
  };
}

/** Only open accounts are read, and the schema says that those have all of this. */
function accountOf(row: AccountsTable): Account {
  return {
    id: row.id as AccountId,
    username: row.username as Username,
    email: row.email as Email,
    name: row.name,
    dateOfBirth: row.date_of_birth as LocalDate | null,
    blacklisted: row.blacklisted === 1n,
    openedAt: instant(Number(row.opened_at)),
  };
}

function credentialsOf(row: AccountsTable | undefined): Credentials | null {
  return row ? { account: accountOf(row), passwordHash: row.password_hash as PasswordHash } : null;
}

/**
 * What is left out is null, which the statement reads as "as it is"; what may be taken away says apart whether it is.
 */
function amendments({ username, email, name, dateOfBirth }: AccountChanges) {
  return {
    username: username ?? null,
    username_key: username === undefined ? null : loginName(username),
    email: email ?? null,
    email_key: email === undefined ? null : loginName(email),
    date_of_birth: dateOfBirth ?? null,
    name: name ?? null,
    keeps_date_of_birth: dateOfBirth === undefined ? 1 : 0,
    keeps_name: name === undefined ? 1 : 0,
  };
}
