import { instant, type Instant } from "@bourse/core";
import type { Ending } from "./leave.ts";
import type { Held } from "./limits.ts";

/** How long the source is left alone once it could not be reached, in milliseconds: twice as long each time. */
const FIRST_WAIT = 30_000;
const LONGEST_WAIT = 15 * 60_000;

export type Silence = {
  readonly heard: (ending: Ending, now: Instant) => void;
  /** Until when the source is left alone; null when it is not. */
  readonly held: (now: Instant) => Held | null;
};

/**
 * Leaves a source alone that cannot be reached: each request counts, also one that never arrives, and an hour without a
 * network must not cost the day. Nothing of it is kept: a restart may try at once.
 */
export function silence(): Silence {
  let unreached = 0;
  let since: Instant | null = null;
  return {
    heard({ kind }, now) {
      unreached = kind === "Unreachable" ? unreached + 1 : 0;
      since = kind === "Unreachable" ? now : null;
    },
    held(now) {
      // A time to come is of a clock that was wrong.
      if (since === null || since > now) return null;
      const until = instant(since + Math.min(FIRST_WAIT * 2 ** (unreached - 1), LONGEST_WAIT));
      return until > now ? { reason: "the price source cannot be reached", until } : null;
    },
  };
}
