import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import type { Database } from "better-sqlite3";
import { COPIED, type CopiedRow, type CopiedTable, type CopiedTableName, type CopySource } from "../kysely/copied.ts";
import type { OnProgress } from "../kysely/progress.ts";
import { lockDatabase } from "./lock.ts";
import { MIGRATIONS } from "./migrations.ts";
import { realFile } from "./open.ts";
import { readSqlite, type SqliteSnapshot } from "./reading.ts";

/** How many rows are read between two tellings of how far it is. */
const TOLD_EACH = 10_000;

/**
 * Opens a brokerage file to copy all of it elsewhere. No server may run on it, and none can start until it is closed:
 * what one wrote would not be copied. It is not changed, though a lock is left beside it.
 *
 * Throws, with a message for whoever asked: when a server has the file, when it is of an older schema, and as
 * `readSqlite` does.
 */
export function sqliteCopySource(
  path: string,
  onProgress: OnProgress = () => undefined,
): CopySource & { readonly close: () => void } {
  if (!existsSync(path)) throw new Error(`${path} is not there.`);
  // Before it gets a lock: what is none of ours is left alone.
  readSqlite(path).close();
  const { file } = realFile(path);
  const unlock = lockDatabase(file);
  try {
    const snapshot = readSqlite(file);
    const close = (): void => {
      snapshot.close();
      unlock();
    };
    try {
      return { ...sourceOf(snapshot, file, onProgress), close };
    } catch (error) {
      snapshot.close();
      throw error;
    }
  } catch (error) {
    unlock();
    throw error;
  }
}

function sourceOf({ db }: SqliteSnapshot, file: string, onProgress: OnProgress): CopySource {
  const version = Number(db.pragma("user_version", { simple: true }));
  if (version < MIGRATIONS.length) {
    throw new Error(`${file} is an earlier Bourse's: start this one's server on it once, and stop it.`);
  }
  const counts = new Map(COPIED.map(({ table }) => [table, countOf(db, table)]));
  const count = (table: CopiedTableName): number => counts.get(table) ?? 0;
  const rows = (table: CopiedTable, after: number): Iterable<CopiedRow> => rowsOf(db, table, after);
  return { fingerprint: fingerprintOf({ count, rows }, onProgress), count, rows };
}

/** Of every value of every row that is copied. */
function fingerprintOf({ count, rows }: Pick<CopySource, "count" | "rows">, onProgress: OnProgress): string {
  const step = "reading the rows";
  const total = COPIED.reduce((sum, { table }) => sum + count(table), 0);
  const hash = createHash("sha256");
  let done = 0;
  onProgress({ step, done, total });
  for (const table of COPIED) {
    hash.update(`${table.table}\n`);
    for (const row of rows(table, 0)) {
      hash.update(written(row));
      done += 1;
      if (done % TOLD_EACH === 0 || done === total) onProgress({ step, done, total });
    }
  }
  return hash.digest("base64url");
}

/** A number stands bare, so that no text is written as one, and no two rows alike. */
function written(row: CopiedRow): string {
  return `${row.map((value) => (typeof value === "bigint" ? String(value) : JSON.stringify(value))).join()}\n`;
}

function rowsOf(db: Database, { table, columns, key }: CopiedTable, after: number): Iterable<CopiedRow> {
  const from = table === "accounts" ? "accounts LEFT JOIN people ON people.number = accounts.person" : table;
  const query = `SELECT ${columns.join(", ")} FROM ${from} ORDER BY ${key.join(", ")} LIMIT -1 OFFSET ${after}`;
  return db.prepare<[], (bigint | string | null)[]>(query).raw().iterate();
}

function countOf(db: Database, table: CopiedTableName): number {
  return Number(db.prepare<[], bigint>(`SELECT count(*) FROM ${table}`).pluck().get());
}
