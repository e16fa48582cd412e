import { instant, type Clock, type Instant } from "@bourse/core";
import { settle, START, utcDay } from "@bourse/testkit";

/** Time that passes only when a test says so, and a clock on it that may be wrong. */
export type VirtualTime = {
  /** What the clock on the wall shows. */
  readonly clock: Clock;
  /** Resolves once so much time has really passed, whatever the clock shows. */
  readonly wait: (milliseconds: number) => Promise<void>;
  /** How much time has really passed, in milliseconds. */
  readonly elapsed: () => number;
  /** Lets time pass: all that waits goes on at its time, and does what it then can. */
  readonly pass: (milliseconds: number) => Promise<void>;
  /** Sets the clock forward, or back by a negative count, with no time passing. */
  readonly jump: (milliseconds: number) => void;
};

export function virtualTime(start: Instant = START): VirtualTime {
  let elapsed = 0;
  let skew = 0;
  let waiting: { readonly until: number; readonly resolve: () => void }[] = [];
  const now = (): Instant => instant(start + elapsed + skew);

  async function pass(milliseconds: number): Promise<void> {
    const end = elapsed + milliseconds;
    await settle();
    for (;;) {
      const next = Math.min(...waiting.map(({ until }) => until));
      if (next > end) break;
      elapsed = Math.max(elapsed, next);
      const due = waiting.filter(({ until }) => until <= elapsed);
      waiting = waiting.filter(({ until }) => until > elapsed);
      for (const { resolve } of due) resolve();
      await settle();
    }
    elapsed = end;
  }

  return {
    clock: { now, today: () => utcDay(now()) },
    wait: (milliseconds) =>
      new Promise((resolve) => {
        waiting.push({ until: elapsed + milliseconds, resolve });
      }),
    elapsed: () => elapsed,
    pass,
    jump: (milliseconds) => {
      skew += milliseconds;
    },
  };
}
