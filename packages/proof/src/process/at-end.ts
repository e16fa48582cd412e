import { mkdtempSync, rmSync } from "node:fs";
import { constants, tmpdir } from "node:os";
import { join } from "node:path";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
const undoings = new Set<() => void>();
process.once("exit", undoAll);

/**
 * Registers what undoes something that would outlast this process: it is done however the process ends, but by SIGKILL.
 * Answers what takes it back, for when it was undone in the ordinary way.
 */
export function atEnd(undo: () => void): () => void {
  undoings.add(undo);
  return () => void undoings.delete(undo);
}

/** The last first: a server before the disk that it writes to, and that before the folder that it is mounted on. */
function undoAll(): void {
  for (const undo of [...undoings].toReversed()) undo();
}

/** Ends the process on a signal by its own doing, so that all is undone. */
export function endOnSignals(): void {
  for (const signal of SIGNALS) process.once(signal, () => process.exit(128 + constants.signals[signal]));
}

/** A folder that is thrown away, at the end of the process if not before. */
export function scratchFolder(parent: string = tmpdir()): { readonly folder: string; readonly remove: () => void } {
  const folder = mkdtempSync(join(parent, "bourse-proof-"));
  // A process that was just killed may still be writing its last.
  const removed = (): void => rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  const forget = atEnd(removed);
  return {
    folder,
    remove() {
      removed();
      forget();
    },
  };
}
