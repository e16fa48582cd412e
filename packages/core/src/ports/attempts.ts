import type { ResultAsync } from "neverthrow";
import type { StoreUnavailable } from "../domain/errors.ts";
import type { Failures } from "../domain/throttle.ts";

/** What is to be kept under each key, in the keys' order: null forgets it, the very value that was found leaves it. */
export type AttemptsChange<Answer> = { readonly answer: Answer; readonly failures: readonly (Failures | null)[] };

/**
 * Failed attempts, counted under keys such as an account or an address. Promises:
 *
 * 1. What a `change` acknowledged, the next one finds, also after a restart; under another key it finds nothing of it.
 * 2. `change` reads, decides and writes all its keys with nobody in between, however many change them at once.
 * 3. A key is kept only as a one-way fingerprint: people type passwords where a username belongs.
 * 4. Failures are kept for FAILURES_KEPT after the last of them, and may be dropped later.
 */
export interface Attempts {
  change<Answer>(
    keys: readonly string[],
    decide: (found: readonly (Failures | null)[]) => AttemptsChange<Answer>,
  ): ResultAsync<Answer, StoreUnavailable>;
}
