import { closeSync, openSync } from "node:fs";
import Database from "better-sqlite3";
import { syncFile } from "./durable-files.ts";
import type { OnProgress } from "../kysely/progress.ts";
import type { SqliteSnapshot } from "./reading.ts";

/** How many pages are copied between two tellings of how far it is: 16 MiB of SQLite's own page size. */
const PAGES_A_STEP = 4096;

/**
 * Copies what a snapshot sees into a new file, its owner's alone, page by page: so the copy has no more in it than the
 * file has, what was erased there is zeros here. However much is written meanwhile, none of it comes in, and the copy
 * never has to begin again. It stands by itself, without a log: it can be read where nothing may be written.
 */
export async function copySnapshot({ db }: SqliteSnapshot, to: string, onProgress: OnProgress): Promise<void> {
  const step = "copying";
  closeSync(openSync(to, "wx", 0o600));
  onProgress({ step, done: 0, total: 1 });
  await db.backup(to, {
    progress({ totalPages, remainingPages }) {
      onProgress({ step, done: totalPages - remainingPages, total: totalPages });
      return PAGES_A_STEP;
    },
  });
  withoutLog(to);
  syncFile(to);
  onProgress({ step, done: 1, total: 1 });
}

/** Folds the file's log into it, for good: until a server has it again, it is one file. Throws when someone reads it. */
export function withoutLog(path: string): void {
  const db = new Database(path, { fileMustExist: true, timeout: 0 });
  try {
    db.pragma("journal_mode = DELETE");
  } finally {
    db.close();
  }
}
