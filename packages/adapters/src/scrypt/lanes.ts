import type { PasswordsBusy } from "@bourse/core";
import { errAsync, ok, ResultAsync, type Result } from "neverthrow";

export type Lane = <Value>(work: () => Promise<Value>) => ResultAsync<Value, PasswordsBusy>;

/** About what one hash takes of a core, rounded up to a whole second. */
const SECONDS_EACH = 1;

/**
 * Two lanes of works that are served in turn, so that a flood in one never keeps the other's out. At most `atOnce` are
 * done at once, of both together, and each lane keeps at most `waiting` more; beyond that it answers PasswordsBusy at
 * once, since each takes so much memory and time that a flood must not queue up without end. `retryAfter` is what all
 * who wait, in both lanes, then take.
 */
export function twoLanes(atOnce: number, waiting: number): readonly [Lane, Lane] {
  const [one, other]: [(() => void)[], (() => void)[]] = [[], []];
  let underWay = 0;
  let served = other;

  function serve(): void {
    while (underWay < atOnce) {
      const next = served === one ? other : one;
      const line = next.length > 0 ? next : served;
      const begin = line.shift();
      if (!begin) return;
      served = line;
      underWay += 1;
      begin();
    }
  }

  async function worked<Value>(line: (() => void)[], work: () => Promise<Value>): Promise<Result<Value, never>> {
    const { promise, resolve } = Promise.withResolvers<void>();
    line.push(resolve);
    serve();
    await promise;
    try {
      return ok(await work());
    } finally {
      underWay -= 1;
      serve();
    }
  }

  const laneOf =
    (line: (() => void)[]): Lane =>
    (work) => {
      if (underWay < atOnce || line.length < waiting) return new ResultAsync(worked(line, work));
      const retryAfter = Math.max(1, Math.ceil(((one.length + other.length) * SECONDS_EACH) / atOnce));
      return errAsync({ kind: "PasswordsBusy", retryAfter });
    };
  return [laneOf(one), laneOf(other)];
}
