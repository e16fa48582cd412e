import { createHash, randomBytes } from "node:crypto";
import type { ScryptParameters } from "./parameters.ts";

/**
 * A hash that no password has, for a verification that must cost what a real one does. Its header and checksum are
 * right, since scrypt-kdf answers false at once when they are not; its key check is random. Making it costs nothing.
 *
 * The layout is the header of Colin Percival's scrypt format: "scrypt", a version of 0, logN, r and p (big-endian),
 * 32 bytes of salt, the first 16 bytes of the SHA-256 of all that, 32 bytes of HMAC.
 */
export function decoyHash({ logN, r, p }: ScryptParameters): Uint8Array {
  const header = Buffer.alloc(16);
  header.write("scrypt", "latin1");
  header.writeUInt8(logN, 7);
  header.writeUInt32BE(r, 8);
  header.writeUInt32BE(p, 12);
  const salted = Buffer.concat([header, randomBytes(32)]);
  const checksum = createHash("sha256").update(salted).digest().subarray(0, 16);
  return Buffer.concat([salted, checksum, randomBytes(32)]);
}
