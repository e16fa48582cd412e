import { accessSync, constants, existsSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";

/** Makes the folder if it is not there. Throws when it cannot be one that is written to. */
export function makeDataFolder(path: string): void {
  try {
    // Only where it must be: Node.js never returns from a recursive call for a folder that can never be.
    if (!existsSync(path)) mkdirSync(path, { recursive: !existsSync(dirname(path)), mode: 0o700 });
    accessSync(path, constants.W_OK);
  } catch (cause) {
    throw new Error("DATA_DIR must be a folder that can be written to", { cause });
  }
}
