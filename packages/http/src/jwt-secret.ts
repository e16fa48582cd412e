import { randomBytes } from "node:crypto";
import { closeSync, fsyncSync, linkSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";

const FILE = "jwt-secret";
const LEAST_BYTES = 32;

/**
 * The secret that signs tokens: the one given, or else one made once and kept in the data folder, so that sessions
 * outlive a restart. Throws when it is shorter than 32 bytes.
 */
export function jwtSecret(given: string | undefined, dataDir: string): string {
  const secret = given ?? keptSecret(join(dataDir, FILE));
  if (Buffer.byteLength(secret) < LEAST_BYTES) {
    const where = given === undefined ? join(dataDir, FILE) : "JWT_SECRET";
    throw new Error(`${where} must be at least ${LEAST_BYTES} bytes.`);
  }
  return secret;
}

function keptSecret(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (!isMissing(error)) throw error;
    writeOnce(path, randomBytes(48).toString("base64url"));
    return readFileSync(path, "utf8");
  }
}

/** Whole or not at all: a crash half-way must not leave half a secret, nor two starts at once two of them. */
function writeOnce(path: string, text: string): void {
  // By chance, not by process id: in containers that share a folder, every server is process 1.
  const draft = `${path}.${randomBytes(8).toString("hex")}`;
  const file = openSync(draft, "wx", 0o600);
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  try {
    linkSync(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    rmSync(draft);
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
