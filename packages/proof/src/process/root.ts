import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository's folder: what is proved, unless a copy of it is named. */
export const ROOT: string = fileURLToPath(new URL("../../../..", import.meta.url));

/** A process that is started again and again finds its sources compiled. */
export function compileCache(root: string): string {
  return join(root, "node_modules", ".cache", "bourse-proof");
}
