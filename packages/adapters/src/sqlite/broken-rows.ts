import Database, { SqliteError } from "better-sqlite3";
import { soundTables } from "./file-problems.ts";

/** The replay asks for itself what their constraints say. */
const LEDGER: ReadonlySet<string> = new Set(["cash_transactions", "stock_transactions"]);

/**
 * Rows that a CHECK of their table should have refused. A connection that cannot write knows of none, not even to check
 * the file's integrity; so each row is put into an empty table of the same kind, in memory, and taken out again.
 */
export function brokenRows(db: Database.Database): readonly string[] {
  const scratch = new Database(":memory:");
  try {
    scratch.pragma("foreign_keys = OFF");
    return soundTables(db)
      .filter(({ name }) => !LEDGER.has(name))
      .flatMap(({ name, sql }) => {
        scratch.exec(sql);
        return brokenIn(name, db, scratch);
      });
  } finally {
    scratch.close();
  }
}

function brokenIn(table: string, db: Database.Database, scratch: Database.Database): readonly string[] {
  const rows = db.prepare<[], unknown[]>(`SELECT * FROM ${table}`).raw();
  const values = rows.columns().map(() => "?");
  const insert = scratch.prepare(`INSERT INTO ${table} VALUES (${values.join(", ")})`);
  const clear = scratch.prepare(`DELETE FROM ${table}`);
  const broken = new Map<string, number>();
  for (const row of rows.iterate()) {
    const broke = brokenCheck(() => insert.run(...row));
    if (broke === null) clear.run();
    else broken.set(broke, (broken.get(broke) ?? 0) + 1);
  }
  return [...broken].map(([check, count]) => `${count} rows of ${table} are not as they must be: ${check}`);
}

/** The CHECK that refuses a row, in SQLite's words. That a type is wrong or a value missing, its own check tells. */
function brokenCheck(insert: () => unknown): string | null {
  try {
    insert();
    return null;
  } catch (error) {
    if (!(error instanceof SqliteError) || !error.code.startsWith("SQLITE_CONSTRAINT")) throw error;
    return error.code === "SQLITE_CONSTRAINT_CHECK" ? error.message.replace("CHECK constraint failed: ", "") : null;
  }
}
