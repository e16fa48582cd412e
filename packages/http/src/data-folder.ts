import { createHash } from "node:crypto";
import { accessSync, closeSync, constants, existsSync, fsyncSync, mkdirSync, openSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

/** Where data are kept unless the environment says otherwise. */
export const DATA_DIR = "./data";

/**
 * Makes the folder if it is not there, and waits until it is on the disk: else a power cut could take it away with all
 * that was put into it. Throws when it cannot be one that is written to.
 */
export function makeDataFolder(path: string): void {
  try {
    if (!existsSync(path)) makeToLast(resolve(path));
    accessSync(path, constants.W_OK);
  } catch (cause) {
    throw new Error("DATA_DIR must be a folder that can be written to", { cause });
  }
}

function makeToLast(path: string): void {
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

/** Accounts and entries; what stands in the other files can be had again, or is made anew. */
export function brokerageFile(dataDir: string): string {
  return join(dataDir, "bourse.sqlite");
}

/**
 * Each source's prices, closes and count of requests are kept by themselves, under this name: one source's must never pass
 * for another's.
 */
export function pricesName(url: string, apiKey: string): string {
  const source = createHash("sha256").update(`${url}\n${apiKey}`).digest("hex");
  return `prices-${source.slice(0, 16)}`;
}
