import type { ResultAsync } from "neverthrow";
import type { Password } from "../domain/account.ts";
import type { Brand } from "../domain/brand.ts";
import type { PasswordsBusy } from "../domain/errors.ts";

/** One-way, salted, with its parameters inside. */
export type PasswordHash = Brand<string, "PasswordHash">;

/**
 * Password hashing. Promises:
 *
 * 1. A password verifies against its own hash and against no other password's; the same password hashes differently
 *    each time, and no hash contains it.
 * 2. `verify` against null does the work of a real verification and answers false, so that an unknown user costs
 *    what a known one does.
 * 3. A hash it did not make, or of parameters it does not allow, never verifies and costs no more than one it made.
 * 4. Every character counts, to the last of the longest password.
 * 5. `isWeak` tells a hash of less work than new ones get, and none that `hash` has just made.
 */
export interface Passwords {
  hash(password: Password): ResultAsync<PasswordHash, PasswordsBusy>;
  isWeak(hash: PasswordHash): boolean;
  verify(password: string, hash: PasswordHash | null): ResultAsync<boolean, PasswordsBusy>;
}
