import { createHash } from "node:crypto";
import { join } from "node:path";
import { makeLastingFolder } from "@bourse/adapters/system";

/** Where data are kept unless the environment says otherwise. */
export const DATA_DIR = "./data";

/** Makes the folder if it is not there. Throws when it cannot be one that is written to. */
export function makeDataFolder(path: string): void {
  try {
    makeLastingFolder(path);
  } catch (cause) {
    throw new Error("DATA_DIR must be a folder that can be written to", { cause });
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
