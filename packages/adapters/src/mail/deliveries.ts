import { setTimeout as pause } from "node:timers/promises";
import pLimit from "p-limit";

type Delivery = {
  /** Rejects when it failed, also once the signal says that it is over. */
  readonly attempt: (signal: AbortSignal) => Promise<void>;
  /** Whether there is no point in another try. */
  readonly isHopeless: (error: unknown) => boolean;
  readonly giveUp: (error: unknown) => void;
};

type Limits = { readonly waits: readonly number[]; readonly tryTime: number; readonly capacity: number };

export type Deliveries = {
  /** Null when it was taken on, and why not otherwise. */
  take(delivery: Delivery): Error | null;
  close(time?: number): Promise<void>;
};

/** A server that hangs keeps as many tries waiting; the others come after them. */
const AT_ONCE = 5;
const CLOSING_TIME = 5_000;

/** Delivers in the background, a few at once, each with a few tries; who waits to be tried again is in nobody's way. */
export function deliveries({ waits, tryTime, capacity }: Limits): Deliveries {
  const limit = pLimit(AT_ONCE);
  const underWay = new Set<Promise<void>>();
  /** No more is taken on, and nothing waits any longer. */
  const closing = new AbortController();
  /** What has not ended by now has failed. */
  const over = new AbortController();

  async function deliver({ attempt, isHopeless, giveUp }: Delivery): Promise<void> {
    for (const wait of [...waits, null]) {
      const error = await limit(() => failureOf(attempt));
      if (error === null) return;
      if (wait === null || closing.signal.aborted || isHopeless(error.cause)) {
        giveUp(error.cause);
        return;
      }
      await pause(wait, undefined, { signal: closing.signal, ref: false }).catch(() => undefined);
    }
  }

  async function failureOf(attempt: Delivery["attempt"]): Promise<{ readonly cause: unknown } | null> {
    try {
      const signal = AbortSignal.any([over.signal, AbortSignal.timeout(tryTime)]);
      signal.throwIfAborted();
      await attempt(signal);
      return null;
    } catch (cause) {
      return { cause };
    }
  }

  return {
    take(delivery) {
      if (closing.signal.aborted) return new Error("Mail is closed.");
      if (underWay.size >= capacity) return new Error(`${capacity} letters are on their way already.`);
      const delivering = deliver(delivery).finally(() => underWay.delete(delivering));
      underWay.add(delivering);
      return null;
    },
    async close(time = CLOSING_TIME) {
      closing.abort();
      const bound = pause(time, undefined, { signal: over.signal }).catch(() => undefined);
      await Promise.race([Promise.allSettled(underWay), bound]);
      over.abort(new Error("The server was stopped before the letter was delivered."));
      await Promise.allSettled(underWay);
    },
  };
}
