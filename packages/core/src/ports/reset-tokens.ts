import type { Brand } from "../domain/brand.ts";

/** What a reset mail carries: whoever has it may set the account's password. */
export type ResetToken = Brand<string, "ResetToken">;
/** What is kept of a token. */
export type TokenFingerprint = Brand<string, "TokenFingerprint">;

/**
 * Tokens that cannot be guessed. Promises:
 *
 * 1. No two are equal; each is 32 bytes from a source fit for secrets, in letters that a URL's path takes as they are.
 * 2. A fingerprint is the same each time, differs from token to token, and does not tell the token.
 * 3. A made-up text has a fingerprint too: nothing is thrown at whoever tries one.
 */
export interface ResetTokens {
  next(): ResetToken;
  fingerprint(token: string): TokenFingerprint;
}
