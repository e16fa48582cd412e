import type { Database } from "better-sqlite3";
import { sql as raw, type Insertable, type Selectable } from "kysely";
import type { AccountsTable, BlacklistedEmailsTable, PeopleTable } from "../kysely/schema.ts";
import type { HeldRow, PersonRow } from "../kysely/account-rows.ts";
import { parametersFor, prepare, sql, type Statement } from "./statement.ts";

/** An open account and who holds it, in the row of this number. */
export type AccountRow = HeldRow & Pick<Selectable<PeopleTable>, "number">;

export type AccountStatements = {
  readonly insert: Statement<AccountsTable>;
  readonly insertPerson: Statement<PersonRow, Pick<AccountRow, "number">>;
  readonly byId: Statement<{ id: string }, AccountRow>;
  readonly byEmail: Statement<{ email_fingerprint: string }, AccountRow>;
  readonly byUsername: Statement<{ username_fingerprint: string }, AccountRow>;
  readonly setPerson: Statement<Omit<AccountsTable, "blacklisted" | "opened_at">>;
  readonly overwritePerson: Statement<{ number: bigint }>;
  readonly setBlacklisted: Statement<{ id: string; blacklisted: bigint }>;
  readonly bar: Statement<BlacklistedEmailsTable>;
  readonly unbar: Statement<{ account_id: string }>;
  readonly barred: Statement<{ fingerprint: string }, BlacklistedEmailsTable>;
};

const ACCOUNT_COLUMNS = [
  "id",
  "person",
  "username_fingerprint",
  "email_fingerprint",
  "blacklisted",
  "opened_at",
] as const satisfies readonly (keyof AccountsTable)[];

const PERSON_COLUMNS = [
  "username",
  "email",
  "name",
  "date_of_birth",
  "password_hash",
] as const satisfies readonly (keyof PersonRow)[];

/** A closed account has no person, and so is not found. */
const open = () =>
  sql
    .selectFrom("accounts")
    .innerJoin("people", "people.number", "accounts.person")
    .select(["id", "username_fingerprint", "email_fingerprint", "blacklisted", "opened_at"])
    .selectAll("people");

/** Zeros in place of a text, to the byte: see PEOPLE_STEP. */
const zeros = (column: (typeof PERSON_COLUMNS)[number]) =>
  raw<string>`substr(hex(zeroblob(octet_length(${raw.ref(column)}))), 1, octet_length(${raw.ref(column)}))`;

export function accountStatements(db: Database): AccountStatements {
  return {
    insert: prepare(db, (param) =>
      sql.insertInto("accounts").values(parametersFor<AccountsTable>(ACCOUNT_COLUMNS, param)),
    ),
    insertPerson: prepare(db, (param) =>
      sql
        .insertInto("people")
        .values(parametersFor<PersonRow>(PERSON_COLUMNS, param) satisfies Insertable<PeopleTable>)
        .returning("number"),
    ),
    byId: prepare(db, (param) => open().where("id", "=", param("id"))),
    byEmail: prepare(db, (param) => open().where("email_fingerprint", "=", param("email_fingerprint"))),
    byUsername: prepare(db, (param) => open().where("username_fingerprint", "=", param("username_fingerprint"))),
    setPerson: prepare(db, (param) =>
      sql
        .updateTable("accounts")
        .set({
          person: param("person"),
          username_fingerprint: param("username_fingerprint"),
          email_fingerprint: param("email_fingerprint"),
        })
        .where("id", "=", param("id")),
    ),
    overwritePerson: prepare(db, (param) =>
      sql
        .updateTable("people")
        .set({
          username: zeros("username"),
          email: zeros("email"),
          name: zeros("name"),
          date_of_birth: zeros("date_of_birth"),
          password_hash: zeros("password_hash"),
        })
        .where("number", "=", param("number")),
    ),
    setBlacklisted: prepare(db, (param) =>
      sql
        .updateTable("accounts")
        .set({ blacklisted: param("blacklisted") })
        .where("id", "=", param("id")),
    ),
    bar: prepare(db, (param) =>
      sql
        .replaceInto("blacklisted_emails")
        .values({ fingerprint: param("fingerprint"), account_id: param("account_id") }),
    ),
    unbar: prepare(db, (param) => sql.deleteFrom("blacklisted_emails").where("account_id", "=", param("account_id"))),
    barred: prepare(db, (param) =>
      sql.selectFrom("blacklisted_emails").selectAll().where("fingerprint", "=", param("fingerprint")),
    ),
  };
}
