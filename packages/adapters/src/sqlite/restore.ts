import { existsSync, realpathSync, rmSync, statSync } from "node:fs";
import { isSound, type AuditReport } from "../kysely/audit.ts";
import { auditSqlite } from "./audit.ts";
import { copySnapshot, withoutLog } from "./copy.ts";
import { copyWhole, moveInto, partOf, removeDatabase, syncFile, syncFolderOf } from "./durable-files.ts";
import { isBusy } from "./failures.ts";
import { lockDatabase } from "./lock.ts";
import { openSqlite, realFile } from "./open.ts";
import type { OnProgress } from "../kysely/progress.ts";
import { readSqlite, type SqliteSnapshot } from "./reading.ts";

export type RestoreOptions = {
  /** Whether a brokerage that is there already may be replaced; it is then kept under another name. */
  readonly replace: boolean;
  /** When it is done, for that name. */
  readonly now: Date;
  readonly onProgress?: OnProgress;
};

/** `former` is where the brokerage that was there is kept; null when there was none. */
export type Restored = { readonly report: AuditReport; readonly former: string | null };

/**
 * Puts a copy of `from` in the place of the brokerage at `to`, unless its audit finds anything: then nothing changes, and
 * the report says why. Nobody is signed in to what was restored, and no mailed reset is good any more (docs/adr/0015).
 *
 * At whatever step it is cut off, `to` is whole: what it was, or what it is to be. The name changes hands at one stroke,
 * and no log is then beside it, since SQLite would take one that is left for the new file's own. By then the former one,
 * with its log, has been copied.
 *
 * Throws, with a message for whoever asked: when a server has `to`, when it is there already and may not be replaced,
 * while someone reads it, and as `readSqlite` does.
 */
export async function restoreSqlite(from: string, to: string, options: RestoreOptions): Promise<Restored> {
  if (existsSync(from) && existsSync(to) && realpathSync(to) === realpathSync(from)) {
    throw new Error(`${from} is the brokerage itself.`);
  }
  const snapshot = readSqlite(from);
  try {
    const isNew = !existsSync(to);
    const { file } = realFile(to);
    const unlock = lockDatabase(file);
    try {
      return await replaced(snapshot, file, options);
    } finally {
      if (isNew && statSync(file).size === 0) rmSync(file);
      unlock();
    }
  } finally {
    snapshot.close();
  }
}

async function replaced(
  snapshot: SqliteSnapshot,
  file: string,
  { replace, now, onProgress = () => undefined }: RestoreOptions,
): Promise<Restored> {
  const logs = [`${file}-wal`, `${file}-journal`];
  const hasFormer = [file, ...logs].some((path) => (statSync(path, { throwIfNoEntry: false })?.size ?? 0) > 0);
  if (hasFormer && !replace) throw new Error(`${file} is there already; --replace keeps it under another name.`);
  const draft = `${file}.restoring`;
  // The lock keeps another restore away, so what has this name was cut off.
  removeDatabase(draft);
  for (const path of [file, ...logs]) rmSync(partOf(path), { force: true });
  try {
    await copySnapshot(snapshot, draft, onProgress);
    const report = auditSqlite(draft, onProgress);
    if (!isSound(report)) return { report, former: null };
    signEverybodyOut(draft);
    const former = hasFormer ? keptAside(file, now) : null;
    for (const path of [...logs, `${file}-shm`]) rmSync(path, { force: true });
    syncFolderOf(file);
    moveInto(file, draft);
    return { report, former };
  } finally {
    removeDatabase(draft);
  }
}

/** Brings the schema up to date too: a step that cannot be taken shows before anything is replaced. */
function signEverybodyOut(path: string): void {
  const database = openSqlite(path);
  try {
    database.db.exec("DELETE FROM sessions; DELETE FROM password_resets");
  } finally {
    database.close();
  }
  if (existsSync(`${path}-wal`)) throw new Error(`${path} could not be written whole.`);
  syncFile(path);
}

/**
 * Copies the former brokerage, which must keep its own name too until the new one takes that; and then folds its log into
 * it. In this order, since SQLite throws the log of a file away that it finds empty or broken off.
 */
function keptAside(file: string, now: Date): string {
  const aside = `${file}.before-${now.toISOString().replaceAll(":", "")}`;
  if (existsSync(aside)) throw new Error(`${aside} is there already.`);
  for (const suffix of ["-journal", "-wal", ""]) {
    if (existsSync(file + suffix)) copyWhole(file + suffix, aside + suffix);
  }
  try {
    withoutLog(file);
  } catch (error) {
    // What SQLite cannot read has no log that could be folded.
    if (!isBusy(error)) return aside;
    removeDatabase(aside);
    throw new Error(`${file} is being read; try again when that is over.`, { cause: error });
  }
  return aside;
}
