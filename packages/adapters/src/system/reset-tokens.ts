import { createHash, randomBytes } from "node:crypto";
import type { ResetToken, ResetTokens, TokenFingerprint } from "@bourse/core";

/** What cannot be guessed however many try (256 bits). */
const TOKEN_BYTES = 32;

/**
 * Tokens from the system's source of secrets. Their fingerprints need no salt and no slow hash, as passwords' do: there
 * is nothing to guess.
 */
export function randomResetTokens(): ResetTokens {
  return {
    next: () => randomBytes(TOKEN_BYTES).toString("base64url") as ResetToken,
    // In UTF-16, since UTF-8 would write every lone surrogate of a made-up text alike.
    fingerprint: (token) => createHash("sha256").update(token, "utf16le").digest("base64url") as TokenFingerprint,
  };
}
