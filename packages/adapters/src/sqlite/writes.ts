import { statfsSync } from "node:fs";
import { dirname } from "node:path";
import type { StoreUnavailable } from "@bourse/core";
import { SqliteError, type Database } from "better-sqlite3";
import { err, type Result } from "neverthrow";
import { attempt } from "./failures.ts";

/** How a file takes what is written: `full` passes by itself, `failed` stays until the file is opened anew. */
export type Writability = "failed" | "full" | "ok";

type Disk = { writability: Writability; readonly onFailed: (cause: unknown) => void };

/** A connection is shared by many adapters, and what the disk did to one of them counts for all. */
const disks = new WeakMap<Database, Disk>();

/** With less free than this, in bytes, a disk that has been full is held to be: some twenty orders' pages in the log. */
const LEAST_ROOM = 512 * 1024;

const DISK_FULL = { kind: "StoreUnavailable", reason: "disk-full" } as const;
const DISK_FAILED = { kind: "StoreUnavailable", reason: "disk-failed" } as const;

/** I/O errors by name that are about room or memory: nothing that was written is in doubt for them. */
const PASSING = new Set(["SQLITE_IOERR_NOMEM", "SQLITE_IOERR_SHMSIZE"]);

/** `onFailed` is told once, when the disk fails; it must not throw. */
export function watchWrites(db: Database, onFailed: (cause: unknown) => void): void {
  disks.set(db, { writability: "ok", onFailed });
}

/**
 * A disk that was full is looked at anew, and tried with a write that changes nothing, so that the answer is true when it
 * is asked for.
 */
export function writability(db: Database): Writability {
  const disk = diskOf(db);
  if (disk.writability === "full" && hasRoom(db) && attemptWrite(db, () => rewriteHeader(db)).isOk()) {
    disk.writability = "ok";
  }
  return disk.writability;
}

/** A page may still fit where orders do not. */
function hasRoom(db: Database): boolean {
  const { bavail, bsize } = statfsSync(dirname(db.name));
  return bavail * bsize >= LEAST_ROOM;
}

/**
 * What every write goes through. A full disk refuses it and is tried again at the next. After an I/O error nothing more
 * is written: the kernel may have dropped what a failed fsync was to make last and report the next one as a success, so
 * that nothing which is written later could be trusted. Reads go on; whoever opens the file anew finds what the disk has.
 */
export function attemptWrite<Value>(db: Database, write: () => Value): Result<Value, StoreUnavailable> {
  const disk = diskOf(db);
  if (disk.writability === "failed") return err({ ...DISK_FAILED, cause: "the disk has failed before" });
  return attempt(write).mapErr((failure) => {
    const { cause } = failure;
    const code = cause instanceof SqliteError ? cause.code : "";
    if (code === "SQLITE_FULL" || code === "SQLITE_IOERR_SHMSIZE") disk.writability = "full";
    // The transaction was taken back whole. Not so with SHMSIZE: its log may be written, and only the log's index not.
    if (code === "SQLITE_FULL") return { ...DISK_FULL, cause };
    if (leavesDoubt(code)) stopWriting(db, disk, cause);
    return failure;
  });
}

function leavesDoubt(code: string): boolean {
  const isIo = code.startsWith("SQLITE_IOERR") && !PASSING.has(code);
  return isIo || code.startsWith("SQLITE_CORRUPT") || code === "SQLITE_NOTADB";
}

function stopWriting(db: Database, disk: Disk, cause: unknown): void {
  disk.writability = "failed";
  // SQLite itself then refuses a write that came past this file.
  attempt(() => db.pragma("query_only = ON")).unwrapOr(null);
  disk.onFailed(cause);
}

/** Sets the schema's version to what it is, which writes a page. */
function rewriteHeader(db: Database): void {
  db.pragma(`user_version = ${Number(db.pragma("user_version", { simple: true }))}`);
}

/** A connection that nobody watches, as a test may have. */
function diskOf(db: Database): Disk {
  const known = disks.get(db);
  if (known) return known;
  watchWrites(db, () => undefined);
  return diskOf(db);
}
