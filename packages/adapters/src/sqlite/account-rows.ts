import {
  instant,
  loginName,
  type Account,
  type AccountChanges,
  type AccountId,
  type Credentials,
  type Email,
  type LocalDate,
  type PasswordHash,
  type Username,
} from "@bourse/core";
import type { AccountsTable } from "../kysely/schema.ts";
import type { Amendments } from "./account-statements.ts";

export function accountRow(account: Account, passwordHash: PasswordHash): AccountsTable {
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
export function accountOf(row: AccountsTable): Account {
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

export function credentialsOf(row: AccountsTable): Credentials {
  return { account: accountOf(row), passwordHash: row.password_hash as PasswordHash };
}

/**
 * What is left out is null, which the statement reads as "as it is"; what may be taken away says apart whether it is.
 */
export function amendments({ username, email, name, dateOfBirth }: AccountChanges): Omit<Amendments, "id"> {
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
