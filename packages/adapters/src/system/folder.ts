import { accessSync, closeSync, constants, existsSync, fsyncSync, mkdirSync, openSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";

/**
 * Makes the folder, for its owner alone, if it is not there, and waits until it is on the disk: else a power cut could
 * take it away with all that was put into it. Throws, as the file system does, when it cannot be one that is written to.
 */
export function makeLastingFolder(folder: string): void {
  // Else the working directory would be meant.
  if (folder === "") throw new Error("a folder must have a name");
  if (!existsSync(folder)) makeOnDisk(folder);
  if (!statSync(folder).isDirectory()) throw new Error("what is there is not a folder");
  accessSync(folder, constants.W_OK);
}

function makeOnDisk(folder: string): void {
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
