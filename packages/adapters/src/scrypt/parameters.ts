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
  const found = parametersOf(hash);
  if (!found) return null;
  const { logN, r, p } = found;
  const isAllowed = allowed.some((each) => each.logN === logN && each.r === r && each.p === p);
  return isAllowed ? Buffer.from(hash, "base64") : null;
}

/** What a hash says that it was made with, or null when it is none. */
export function parametersOf(hash: PasswordHash): ScryptParameters | null {
  const bytes = Buffer.from(hash, "base64");
  if (bytes.length !== HASH_BYTES || writeHash(bytes) !== hash) return null;
  return scrypt.viewParams(bytes);
}

/** Whether guessing takes less memory, or less work, than by the other. */
export function isWeaker(one: ScryptParameters, other: ScryptParameters): boolean {
  const memory = ({ logN, r }: ScryptParameters): number => 2 ** logN * r;
  const work = (parameters: ScryptParameters): number => memory(parameters) * parameters.p;
  return memory(one) < memory(other) || work(one) < work(other);
}

export function writeHash(bytes: Uint8Array): PasswordHash {
  return Buffer.from(bytes).toString("base64") as PasswordHash;
}
