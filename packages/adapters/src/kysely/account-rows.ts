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
import type { Selectable } from "kysely";
import { fingerprintOf } from "./fingerprint.ts";
import type { AccountsTable, PeopleTable } from "./schema.ts";

/** Who holds an account. */
export type PersonRow = Omit<Selectable<PeopleTable>, "number">;

/** An open account and who holds it. */
export type HeldRow = Omit<AccountsTable, "person"> & PersonRow;

export function personOf(account: Account, passwordHash: PasswordHash): PersonRow {
  return {
    username: account.username,
    email: account.email,
    name: account.name,
    date_of_birth: account.dateOfBirth,
    password_hash: passwordHash,
  };
}

export function accountOf(row: HeldRow): Account {
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

export function credentialsOf(row: HeldRow): Credentials {
  return { account: accountOf(row), passwordHash: row.password_hash as PasswordHash };
}

/** What is left out stays as it is; a name and a date of birth may be taken away. */
export function amended(row: HeldRow, { username, email, name, dateOfBirth }: AccountChanges): PersonRow {
  return {
    username: username ?? row.username,
    email: email ?? row.email,
    name: name === undefined ? row.name : name,
    date_of_birth: dateOfBirth === undefined ? row.date_of_birth : dateOfBirth,
    password_hash: row.password_hash,
  };
}

/** What the look-ups by name go by. */
export function fingerprintsOf({
  username,
  email,
}: Pick<PersonRow, "email" | "username">): Record<"email_fingerprint" | "username_fingerprint", string> {
  return {
    username_fingerprint: fingerprintOf(loginName(username)),
    email_fingerprint: fingerprintOf(loginName(email)),
  };
}
