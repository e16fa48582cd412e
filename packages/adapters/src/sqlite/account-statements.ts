import type { Database } from "better-sqlite3";
import { sql as raw } from "kysely";
import type { AccountsTable, BlacklistedEmailsTable } from "../kysely/schema.ts";
import { parametersFor, prepare, sql, type Statement } from "./statement.ts";

export type Amendments = {
  readonly id: string;
  readonly username: string | null;
  readonly username_key: string | null;
  readonly email: string | null;
  readonly email_key: string | null;
  readonly date_of_birth: string | null;
  readonly name: string | null;
  readonly keeps_date_of_birth: number;
  readonly keeps_name: number;
};

export type AccountStatements = {
  readonly insert: Statement<AccountsTable>;
  readonly byId: Statement<{ id: string }, AccountsTable>;
  readonly byEmail: Statement<{ email_key: string }, AccountsTable>;
  readonly byUsername: Statement<{ username_key: string }, AccountsTable>;
  readonly amend: Statement<Amendments, AccountsTable>;
  readonly replacePassword: Statement<{ id: string; current: string; next: string }>;
  readonly setBlacklisted: Statement<{ id: string; blacklisted: bigint }, AccountsTable>;
  readonly bar: Statement<BlacklistedEmailsTable>;
  readonly unbar: Statement<{ account_id: string }>;
  readonly barred: Statement<{ fingerprint: string }, BlacklistedEmailsTable>;
  readonly close: Statement<{ id: string }>;
};

const COLUMNS = [
  "id",
  "username",
  "username_key",
  "email",
  "email_key",
  "name",
  "date_of_birth",
  "password_hash",
  "blacklisted",
  "opened_at",
  "closed",
] as const satisfies readonly (keyof AccountsTable)[];

const open = () => sql.selectFrom("accounts").selectAll().where("closed", "=", 0n);
const changing = (id: string) => sql.updateTable("accounts").where("id", "=", id).where("closed", "=", 0n);

export function accountStatements(db: Database): AccountStatements {
  return {
    insert: prepare(db, (param) => sql.insertInto("accounts").values(parametersFor<AccountsTable>(COLUMNS, param))),
    byId: prepare(db, (param) => open().where("id", "=", param("id"))),
    byEmail: prepare(db, (param) => open().where("email_key", "=", param("email_key"))),
    byUsername: prepare(db, (param) => open().where("username_key", "=", param("username_key"))),
    amend: prepare(db, (param) =>
      changing(param("id"))
        .set((eb) => ({
          username: eb.fn.coalesce(eb.val(param("username")), "username"),
          username_key: eb.fn.coalesce(eb.val(param("username_key")), "username_key"),
          email: eb.fn.coalesce(eb.val(param("email")), "email"),
          email_key: eb.fn.coalesce(eb.val(param("email_key")), "email_key"),
          date_of_birth: raw<
            string | null
          >`iif(${param("keeps_date_of_birth")}, date_of_birth, ${param("date_of_birth")})`,
          name: raw<string | null>`iif(${param("keeps_name")}, name, ${param("name")})`,
        }))
        .returningAll(),
    ),
    replacePassword: prepare(db, (param) =>
      changing(param("id"))
        .set({ password_hash: param("next") })
        .where("password_hash", "=", param("current")),
    ),
    setBlacklisted: prepare(db, (param) =>
      changing(param("id"))
        .set({ blacklisted: param("blacklisted") })
        .returningAll(),
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
    close: prepare(db, (param) =>
      changing(param("id")).set({
        username: null,
        username_key: null,
        email: null,
        email_key: null,
        name: null,
        date_of_birth: null,
        password_hash: null,
        closed: 1n,
      }),
    ),
  };
}
