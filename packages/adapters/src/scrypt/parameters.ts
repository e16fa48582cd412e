import type { PasswordHash } from "@bourse/core";
import { scrypt } from "./library.ts";

/** Memory is 128 × 2^logN × r bytes (128 MiB as configured), time grows with p as well (RFC 7914). */
export type ScryptParameters = { readonly logN: number; readonly r: number; readonly p: number };

/** What OWASP's password storage cheat sheet asks for at least. */
export const CURRENT: ScryptParameters = { logN: 17, r: 8, p: 1 };

/** Hashes that were good when they were made go on working. */
export const ALLOWED: readonly ScryptParameters[] = [15, 16, 17].map((logN) => ({ logN, r: 8, p: 1 }));

/** The header, salt, checksum and key check that scrypt-kdf keeps in a hash. */
const HASH_BYTES = 96;

/**
 * The hash's bytes, or null when it is none or asks for other work than is allowed. The parameters are asked before
 * anything is computed: a planted hash could otherwise order gigabytes or hours.
 */
export function readHash(hash: PasswordHash, allowed: readonly ScryptParameters[]): Uint8Array | null {
  const bytes = Buffer.from(hash, "base64");
  if (bytes.length !== HASH_BYTES || writeHash(bytes) !== hash) return null;
  const { logN, r, p } = scrypt.viewParams(bytes);
  return allowed.some((each) => each.logN === logN && each.r === r && each.p === p) ? bytes : null;
}

export function writeHash(bytes: Uint8Array): PasswordHash {
  return Buffer.from(bytes).toString("base64") as PasswordHash;
}
