import { closeSync, existsSync, fsyncSync, mkdirSync, openSync } from "node:fs";
import { dirname, resolve } from "node:path";

/**
 * Makes the folder, for its owner alone, if it is not there, and waits until it is on the disk: else a power cut could
 * take it away with all that was put into it. Throws, as `mkdir` does, when there can be none.
 */
export function makeLastingFolder(folder: string): void {
  if (existsSync(folder)) return;
  const path = resolve(folder);
  // Recursive only where it must be: Node.js never returns from such a call for a folder that can never be.
  const first = mkdirSync(path, { recursive: !existsSync(dirname(path)), mode: 0o700 }) ?? path;
  // Each new folder is an entry of the one that it is in.
  for (let made = path; made.length >= first.length; made = dirname(made)) syncFolder(dirname(made));
}

/** Waits until it is on the disk what a folder has in it. Windows has no such thing, and needs none. */
function syncFolder(path: string): void {
  if (process.platform === "win32") return;
  const folder = openSync(path, "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
