import { existsSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { isSound, type AuditReport } from "../kysely/audit.ts";
import { auditSqlite } from "./audit.ts";
import { copySnapshot } from "./copy.ts";
import { draftOf, type Draft, removeLeftDrafts } from "./draft.ts";
import { moveIntoNew } from "./durable-files.ts";
import type { OnProgress } from "../kysely/progress.ts";
import { readSqlite } from "./reading.ts";

/**
 * Copies the brokerage at `from` into a new file, as it is now, while a server serves it or not; all that has been
 * acknowledged by now is in it. The copy is audited, and gets its name only once it is sound, whole and on the disk:
 * when the report is not sound, nothing is left of it. What a killed backup left of the same name goes first.
 *
 * Throws, with a message for whoever asked, when `to` is there already or cannot be written, or its folder is not there,
 * and as `readSqlite` does.
 */
export async function backupSqlite(
  from: string,
  to: string,
  onProgress: OnProgress = () => undefined,
): Promise<AuditReport> {
  if (!isFolder(dirname(to))) throw new Error(`${dirname(to)} must be a folder that is there.`);
  // Also when it is there: a draft that has just got the name still has its own.
  removeLeftDrafts(to);
  if (existsSync(to)) throw thereAlready(to);
  const snapshot = readSqlite(from);
  try {
    const draft = writableDraftOf(to);
    try {
      await copySnapshot(snapshot, draft.path, onProgress);
      const report = auditSqlite(draft.path, onProgress);
      if (isSound(report) && !moveIntoNew(to, draft.path)) throw thereAlready(to);
      return report;
    } finally {
      draft.remove();
    }
  } finally {
    snapshot.close();
  }
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** Who asked knows the name that they gave, and nothing of a draft's or its lock's. */
function writableDraftOf(to: string): Draft {
  let cause: unknown;
  try {
    return draftOf(to);
  } catch (error) {
    cause = error instanceof Error ? error.cause : error;
  }
  throw new Error(`${to} cannot be written.`, { cause });
}

function thereAlready(path: string): Error {
  return new Error(`${path} is there already, and a backup never replaces a file.`);
}
