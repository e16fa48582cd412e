import type { ResultAsync } from "neverthrow";
import type { AccountId } from "../domain/account.ts";
import type { StoreUnavailable } from "../domain/errors.ts";
import type { Instant } from "../domain/time.ts";
import type { TokenFingerprint } from "./reset-tokens.ts";

/** One leave to set a password anew. */
export type PasswordReset = {
  readonly fingerprint: TokenFingerprint;
  readonly accountId: AccountId;
  readonly askedAt: Instant;
  readonly expiresAt: Instant;
};

/**
 * The resets that may still be used. Promises:
 *
 * 1. What `add` acknowledged, `find` answers until it is taken or dropped, also after a restart; else it answers null.
 * 2. An account has one reset: adding another drops the one before.
 * 3. `take` answers true to one of any number of takers, and the reset is gone from then on.
 * 4. `drop` forgets the account's reset and no other; where there is none, that is no error.
 */
export interface PasswordResets {
  add(reset: PasswordReset): ResultAsync<void, StoreUnavailable>;
  find(fingerprint: TokenFingerprint): ResultAsync<PasswordReset | null, StoreUnavailable>;
  take(fingerprint: TokenFingerprint): ResultAsync<boolean, StoreUnavailable>;
  drop(accountId: AccountId): ResultAsync<void, StoreUnavailable>;
}
