import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT: string = fileURLToPath(new URL("../../../../..", import.meta.url));

/** What Node.js itself is told in every process: one that is started again and again finds its sources compiled. */
export const NODE_ENVIRONMENT = {
  PATH: process.env["PATH"],
  NODE_COMPILE_CACHE: join(ROOT, "node_modules", ".cache", "bourse-test"),
};
