import { randomBytes } from "node:crypto";
import { readdirSync } from "node:fs";
import { basename, dirname } from "node:path";
import { removeDatabase } from "./durable-files.ts";
import { lockDatabase } from "./lock.ts";

/** A name beside a file's, for a copy that is not whole yet. */
export type Draft = { readonly path: string; readonly remove: () => void };

/** A draft's name after that of its file, or that of its lock, which goes last. */
const NAME = /^(\.[0-9a-f]{8}\.part)(?:\.lock)?$/;

/**
 * A name for a draft of `to`, that this process alone has. It is locked for as long as it lives, so that what a killed
 * process has left can be told from what another one is making just now.
 */
export function draftOf(to: string): Draft {
  const path = `${to}.${randomBytes(4).toString("hex")}.part`;
  // Before there is such a file, which nobody may find without its lock.
  const unlock = lockDatabase(path);
  return { path, remove: () => removeLocked(path, unlock) };
}

/**
 * Removes what killed processes have left of drafts of `to`. A draft that is just being locked may lose to this; but of
 * two processes that want the same name one must fail anyway.
 */
export function removeLeftDrafts(to: string): void {
  const name = basename(to);
  for (const found of readdirSync(dirname(to))) {
    const draft = found.startsWith(name) ? NAME.exec(found.slice(name.length))?.[1] : undefined;
    if (draft === undefined) continue;
    const unlock = lockIfLeft(to + draft);
    if (unlock) removeLocked(to + draft, unlock);
  }
}

/** Null when somebody is making it, or when it is another user's. */
function lockIfLeft(path: string): (() => void) | null {
  try {
    return lockDatabase(path);
  } catch {
    return null;
  }
}

/** Windows removes no file that is open, such as the lock: so it is let go of first, and found by nobody who minds. */
function removeLocked(path: string, unlock: () => void): void {
  unlock();
  removeDatabase(path);
}
