import { closeSync, existsSync, openSync, realpathSync, statSync } from "node:fs";
import Database from "better-sqlite3";
import { emptyLog } from "./erasure.ts";
import { attempt } from "./failures.ts";
import { APPLICATION_ID, BUSY_TIMEOUT, checkIdentity } from "./identity.ts";
import { lockDatabase } from "./lock.ts";
import { PEOPLE_STEP } from "./migration-people.ts";
import { MIGRATIONS, takeSteps } from "./migrations.ts";
import { watchWrites, writability, type Writability } from "./writes.ts";

export type DatabaseState = Writability | "unavailable";

/** An open brokerage file. It is this process's alone until closed. */
export type BourseDatabase = {
  readonly db: Database.Database;
  /** `unavailable` when the file is no longer in its place or cannot be read; else how it takes what is written. */
  readonly state: () => DatabaseState;
  readonly close: () => void;
};

/**
 * Opens the file, or makes it, and brings its schema up to date. Throws, with a message for whoever starts the server:
 * when another server has it, when it is not a Bourse file or of a newer schema, and when it would not be durable.
 *
 * `onFailed` is told once, when the disk has failed and no more is written; it must not throw.
 */
export function openSqlite(path: string, onFailed: (cause: unknown) => void = () => undefined): BourseDatabase {
  const { file, inode } = realFile(path);
  const unlock = lockDatabase(file);
  try {
    lookFirst(file);
    const db = new Database(file, { timeout: BUSY_TIMEOUT });
    try {
      prepareFile(db, file);
    } catch (error) {
      db.close();
      throw error;
    }
    watchWrites(db, onFailed);
    const isAlive = () => db.open && isInPlace(file, inode) && attempt(() => db.pragma("user_version")).isOk();
    return {
      db,
      state: () => (isAlive() ? writability(db) : "unavailable"),
      close() {
        db.close();
        unlock();
      },
    };
  } catch (error) {
    unlock();
    throw error;
  }
}

/**
 * All names of a file must lead to one lock, so the file is made before its own name is asked for. A hard link is a
 * second name that nothing leads to the first from, and so is refused.
 */
export function realFile(path: string): { readonly file: string; readonly inode: number } {
  closeSync(openSync(path, "a", 0o600));
  const file = realpathSync(path);
  const { ino: inode, nlink } = statSync(file);
  if (nlink > 1) throw new Error(`${file} has another name (a hard link), under which another server might open it.`);
  return { file, inode };
}

/** Whether the file has neither been taken away nor replaced: what is written to it would be found by nobody. */
function isInPlace(file: string, inode: number): boolean {
  return statSync(file, { throwIfNoEntry: false })?.ino === inode;
}

/**
 * Asks through a connection that cannot write, so that a file which is not ours stays as it is, byte for byte: one that
 * can would fold a crashed application's log into it. Only what a crash left in a journal takes a writer to read.
 */
function lookFirst(file: string): void {
  if (existsSync(`${file}-journal`)) return;
  const db = new Database(file, { readonly: true, timeout: BUSY_TIMEOUT });
  try {
    checkIdentity(db, file);
  } finally {
    db.close();
  }
}

function prepareFile(db: Database.Database, file: string): void {
  checkIdentity(db, file);
  // 64-bit integers come as bigint: money does not fit a double.
  db.defaultSafeIntegers(true);
  db.pragma("journal_mode = WAL");
  db.pragma("synchronous = FULL");
  db.pragma("trusted_schema = OFF");
  // Without it REPLACE deletes rows and fires no trigger, and so could change an entry.
  db.pragma("recursive_triggers = ON");
  // What is deleted or overwritten is zeros from then on: whoever closes an account is to leave no trace.
  db.pragma("secure_delete = ON");
  eraseFormerly(db);
  migrate(db);
  assertDurable(db);
  emptyLog(db);
}

/**
 * Writes the file anew, once, where an earlier Bourse has kept accounts in it: that one left copies of what it moved
 * about. Before the step is taken, so that it is done again if it breaks off; what the step drops is zeros at once.
 */
function eraseFormerly(db: Database.Database): void {
  const version = Number(db.pragma("user_version", { simple: true }));
  if (version === 0 || version > MIGRATIONS.indexOf(PEOPLE_STEP)) return;
  if (db.prepare("SELECT 1 FROM accounts").get() !== undefined) db.exec("VACUUM");
}

/**
 * All the missing steps in one transaction, with foreign keys off, since one writes a table anew that others refer to.
 * It writes on every start, which `assertDurable` relies on.
 */
function migrate(db: Database.Database): void {
  const version = Number(db.pragma("user_version", { simple: true }));
  db.pragma("foreign_keys = OFF");
  db.transaction(() => {
    takeSteps(db, version, MIGRATIONS.length);
    if (version < MIGRATIONS.length && db.pragma("foreign_key_check", { simple: true }) !== undefined) {
      throw new Error("The file's rows refer to rows that it does not have.");
    }
    db.pragma(`application_id = ${APPLICATION_ID}`);
    db.pragma(`user_version = ${MIGRATIONS.length}`);
  }).immediate();
  db.pragma("foreign_keys = ON");
}

const DURABLE = {
  journal_mode: "wal",
  synchronous: "2",
  foreign_keys: "1",
  trusted_schema: "0",
  recursive_triggers: "1",
};

/**
 * Refuses to run on settings under which an acknowledged entry could be lost. Asked after a write, since a WAL
 * connection may take its `synchronous` from the library's default only then.
 */
export function assertDurable(db: Database.Database): void {
  for (const [name, wanted] of Object.entries(DURABLE)) {
    const found = String(db.pragma(name, { simple: true }));
    if (found !== wanted)
      throw new Error(`SQLite refuses ${name} = ${wanted} (it is ${found}): entries would not be safe.`);
  }
}
