import { existsSync } from "node:fs";
import Database from "better-sqlite3";
import { BUSY_TIMEOUT, checkIdentity } from "./identity.ts";

/** A brokerage file as it was at one moment. */
export type SqliteSnapshot = { readonly db: Database.Database; close(): void };

/**
 * Opens a brokerage file to read it as it is now, while a server writes to it or not. Takes no lock and never changes
 * the file, but SQLite may put its empty log and an index of it beside one that nobody has open.
 *
 * The server's log keeps growing until this is closed, and what a holder closed meanwhile is erased only then.
 *
 * Throws, with a message for whoever asked, when the file is not there, is not a Bourse database or is of a newer schema.
 */
export function readSqlite(path: string): SqliteSnapshot {
  if (!existsSync(path)) throw new Error(`${path} is not there.`);
  const db = opened(path);
  try {
    db.defaultSafeIntegers(true);
    db.pragma("trusted_schema = OFF");
    // What it sees is fixed by its first read: that of the identity.
    db.exec("BEGIN");
    checkIdentity(db, path);
    if (Number(db.pragma("user_version", { simple: true })) === 0) throw new Error(`${path} has no brokerage in it.`);
    return { db, close: () => void db.close() };
  } catch (error) {
    db.close();
    throw error;
  }
}

function opened(path: string): Database.Database {
  try {
    return new Database(path, { readonly: true, fileMustExist: true, timeout: BUSY_TIMEOUT });
  } catch (cause) {
    throw new Error(`${path} cannot be opened.`, { cause });
  }
}
