import type { PasswordResets } from "@bourse/core";
import type { Database } from "better-sqlite3";
import { resetOf, resetRow } from "../kysely/reset-rows.ts";
import type { PasswordResetsTable } from "../kysely/schema.ts";
import { attempt, later } from "./failures.ts";
import { parametersFor, prepare, sql } from "./statement.ts";
import { attemptWrite } from "./writes.ts";

const COLUMNS = [
  "fingerprint",
  "account_id",
  "asked_at",
  "expires_at",
] as const satisfies readonly (keyof PasswordResetsTable)[];

/** The resets that may still be used, in a SQLite file. */
export function sqlitePasswordResets(db: Database): PasswordResets {
  const statements = resetStatements(db);
  return {
    add: (reset) => later(attemptWrite(db, () => void statements.put.run(resetRow(reset)))),
    find: (fingerprint) =>
      later(attempt(() => statements.find.get({ fingerprint })).map((row) => (row ? resetOf(row) : null))),
    take: (fingerprint) => later(attemptWrite(db, () => statements.take.run({ fingerprint }) === 1)),
    drop: (accountId) => later(attemptWrite(db, () => void statements.drop.run({ account_id: accountId }))),
  };
}

function resetStatements(db: Database) {
  return {
    /** The account's earlier reset breaks the unique account, and so is replaced. */
    put: prepare<PasswordResetsTable>(db, (param) =>
      sql.replaceInto("password_resets").values(parametersFor<PasswordResetsTable>(COLUMNS, param)),
    ),
    find: prepare<{ fingerprint: string }, PasswordResetsTable>(db, (param) =>
      sql.selectFrom("password_resets").selectAll().where("fingerprint", "=", param("fingerprint")),
    ),
    take: prepare<{ fingerprint: string }>(db, (param) =>
      sql.deleteFrom("password_resets").where("fingerprint", "=", param("fingerprint")),
    ),
    drop: prepare<{ account_id: string }>(db, (param) =>
      sql.deleteFrom("password_resets").where("account_id", "=", param("account_id")),
    ),
  };
}
