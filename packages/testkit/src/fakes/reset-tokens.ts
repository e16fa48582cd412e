import type { ResetToken, ResetTokens, TokenFingerprint } from "@bourse/core";
import { hexDigest, tokenDigest } from "./digest.ts";

/** Tokens made by counting, so that anyone can guess them. Two with different lanes never answer the same one. */
export function fakeResetTokens(lane = 0): ResetTokens {
  let last = 0;
  return {
    next: () => {
      last += 1;
      return tokenDigest(`token ${last} of lane ${lane}`) as ResetToken;
    },
    fingerprint: (token) => hexDigest(`fingerprint of ${token}`) as TokenFingerprint,
  };
}
