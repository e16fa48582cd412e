import {
  instant,
  type Account,
  type AccountChanges,
  type AccountId,
  type Credentials,
  type Email,
  type LocalDate,
  type PasswordHash,
  type Username,
} from "@bourse/core";
import type { AccountRow, PersonRow } from "./account-statements.ts";

export function personOf(account: Account, passwordHash: PasswordHash): PersonRow {
  return {
    username: account.username,
    email: account.email,
    name: account.name,
    date_of_birth: account.dateOfBirth,
    password_hash: passwordHash,
  };
}

export function accountOf(row: AccountRow): Account {
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

export function credentialsOf(row: AccountRow): Credentials {
  return { account: accountOf(row), passwordHash: row.password_hash as PasswordHash };
}

/** What is left out stays as it is; a name and a date of birth may be taken away. */
export function amended(row: AccountRow, { username, email, name, dateOfBirth }: AccountChanges): PersonRow {
  return {
    username: username ?? row.username,
    email: email ?? row.email,
    name: name === undefined ? row.name : name,
    date_of_birth: dateOfBirth === undefined ? row.date_of_birth : dateOfBirth,
    password_hash: row.password_hash,
  };
}
