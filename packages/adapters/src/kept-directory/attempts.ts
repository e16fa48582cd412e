import {
  secondsAfter,
  type Clock,
  type Instant,
  type ProfileUnavailable,
  type StockDirectory,
  type Ticker,
} from "@bourse/core";
import { LRUCache } from "lru-cache";
import { err, ok, type Result } from "neverthrow";
import type { KeptProfile } from "../price-stores/index.ts";

export type AttemptsOptions = {
  readonly source: StockDirectory;
  readonly clock: Clock;
  /** Whether a request can be spared for this company. */
  readonly isToSpare: (ticker: Ticker) => Promise<boolean>;
};

export type Attempts = {
  /** Why asking is of no use now; null when it may be. */
  readonly heldBack: (ticker: Ticker) => ProfileUnavailable | null;
  /** Asks the source, unless it turns out to be of no use or that nothing can be spared. */
  readonly make: (ticker: Ticker, before: KeptProfile | null) => Promise<Result<KeptProfile, ProfileUnavailable>>;
};

/** `from` tells a clock that has been set back, which must not make it last. */
type Hold = { readonly reason: string; readonly from: Instant; readonly until: Instant };

/** How many companies' holds are remembered; the least recently met go first. */
const MAX_HOLDS = 10_000;
/** How soon it is looked again whether a request can be spared, in seconds. */
const SPARE_RETRY = 60;
/** The least time until a company that was asked about in vain is asked about again, in seconds: nobody waits for it. */
const LEAST_RETRY = 15 * 60;
const NONE_TO_SPARE = "no request can be spared for details now";

/**
 * Attempts to learn details, one after another, so that each knows what those before it have left to spare. A failure
 * says nothing of the company: it holds all attempts back for as long as it says, and its own company's a while longer.
 */
export function profileAttempts({ source, clock, isToSpare }: AttemptsOptions): Attempts {
  const holds = new LRUCache<Ticker, Hold>({ max: MAX_HOLDS });
  let rest: Hold | undefined;
  let last: Promise<unknown> = Promise.resolve();

  function hold(reason: string, seconds: number): Hold {
    const from = clock.now();
    return { reason, from, until: secondsAfter(from, Math.max(seconds, 1)) };
  }

  function heldBack(ticker: Ticker): ProfileUnavailable | null {
    const now = clock.now();
    const met = [holds.get(ticker), rest].find((each) => each && each.from <= now && now < each.until);
    return met ? unavailable(ticker, met.reason, Math.ceil((met.until - now) / 1000)) : null;
  }

  async function ask(ticker: Ticker, before: KeptProfile | null): Promise<Result<KeptProfile, ProfileUnavailable>> {
    const held = heldBack(ticker);
    if (held) return err(held);
    if (!(await isToSpare(ticker))) {
      holds.set(ticker, hold(NONE_TO_SPARE, SPARE_RETRY));
      return err(unavailable(ticker, NONE_TO_SPARE, SPARE_RETRY));
    }
    const learnt = await source.profile(ticker);
    if (learnt.isErr()) {
      const { reason, retryAfter } = learnt.error;
      rest = hold(reason, retryAfter);
      holds.set(ticker, hold(reason, Math.max(retryAfter, LEAST_RETRY)));
      return err(learnt.error);
    }
    const profile = learnt.value ?? before?.profile ?? null;
    return ok({ profile, askedAt: clock.now(), found: learnt.value !== null });
  }

  return {
    heldBack,
    make(ticker, before) {
      const made = last.then(() => ask(ticker, before));
      // A bug must not stop those behind it; its own caller still gets the rejection.
      last = made.catch(() => undefined);
      return made;
    },
  };
}

export function unavailable(ticker: Ticker, reason: string, retryAfter: number): ProfileUnavailable {
  return { kind: "ProfileUnavailable", ticker, reason, retryAfter };
}
