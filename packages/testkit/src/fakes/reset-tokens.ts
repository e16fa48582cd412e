import { createHash, type Hash } from "node:crypto";
import type { ResetToken, ResetTokens, TokenFingerprint } from "@bourse/core";

/** Tokens made by counting, so that anyone can guess them. Two with different lanes never answer the same one. */
export function fakeResetTokens(lane = 0): ResetTokens {
  let last = 0;
  return {
    next: () => {
      last += 1;
      return digest(`token ${last} of lane ${lane}`).digest("base64url") as ResetToken;
    },
    fingerprint: (token) => digest(`fingerprint of ${token}`).digest("hex") as TokenFingerprint,
  };
}

/** In UTF-16, since UTF-8 would write every lone surrogate alike. */
function digest(text: string): Hash {
  return createHash("sha256").update(text, "utf16le");
}
