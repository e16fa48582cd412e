import type { PasswordsBusy } from "@bourse/core";
import { err, ok, ResultAsync, type Result } from "neverthrow";
import pLimit from "p-limit";

export type Queue = <Value>(work: () => Promise<Value>) => ResultAsync<Value, PasswordsBusy>;

/** About what one hash takes of a core, rounded up to a whole second. */
const SECONDS_EACH = 1;

/**
 * Does at most `atOnce` works at once and keeps at most `waiting` more; beyond that it answers PasswordsBusy at once,
 * since each takes so much memory and time that a flood of sign-ins must not queue up without end. `retryAfter` is
 * what the queue then takes to drain.
 */
export function boundedQueue(atOnce: number, waiting: number): Queue {
  const limit = pLimit(atOnce);
  const retryAfter = Math.max(1, Math.ceil((waiting * SECONDS_EACH) / atOnce));
  const enter = async <Value>(work: () => Promise<Value>): Promise<Result<Value, PasswordsBusy>> => {
    if (limit.activeCount + limit.pendingCount >= atOnce + waiting) return err({ kind: "PasswordsBusy", retryAfter });
    return ok(await limit(work));
  };
  return (work) => new ResultAsync(enter(work));
}
