import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";

/**
 * SHA-256 at once, in browsers too, which have it only as a promise. The text is taken in UTF-16, since UTF-8 would
 * write every lone surrogate alike, and every character must count.
 */
function digest(text: string): Uint8Array {
  const units = Uint16Array.from({ length: text.length }, (_, index) => text.charCodeAt(index));
  return sha256(new Uint8Array(units.buffer));
}

export function hexDigest(text: string): string {
  return bytesToHex(digest(text));
}

/** In base64url without padding, as tokens are written. */
export function tokenDigest(text: string): string {
  const padded = btoa(String.fromCharCode(...digest(text)));
  return padded.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}
