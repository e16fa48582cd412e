import {
  secondsAfter,
  type Clock,
  type Instant,
  type StockDirectory,
  type StockProfile,
  type Ticker,
} from "@bourse/core";
import { LRUCache } from "lru-cache";
import { err, ResultAsync } from "neverthrow";

export type KeptDirectoryOptions = {
  /** Where details are learnt, each at the cost of a request. */
  readonly source: StockDirectory;
  /** What answers at once, with less: names, say. */
  readonly fallback: StockDirectory;
  readonly clock: Clock;
  /** How many companies are kept in memory; the least recently used go first. 1000 when left out. */
  readonly capacity?: number;
  /** How long details are good for, in seconds; 30 days when left out. */
  readonly keptFor?: number;
  /** How long a company of which nothing was learnt is not asked about again, in seconds; a day when left out. */
  readonly unknownFor?: number;
  /** How long a look-up waits for details before the fallback answers, in milliseconds; 2000 when left out. */
  readonly patience?: number;
  /** Resolves after so many milliseconds; by a timer, when left out. */
  readonly wait?: (milliseconds: number) => Promise<void>;
};

type Kept = { readonly profile: StockProfile | null; readonly until: Instant };

const DAY = 86_400;
const TOO_SLOW = err({ kind: "SearchUnavailable" as const, reason: "the source is slow", retryAfter: 1 });

/**
 * Companies' details, learnt once and kept for a month, since they hardly change. A slow or refused source holds nobody
 * up: the fallback answers, the details come in the background, and the next look-up has them.
 */
export function keptDirectory(options: KeptDirectoryOptions): StockDirectory {
  const { source, fallback, clock, capacity = 1000, patience = 2000, wait = timer } = options;
  const { keptFor = 30 * DAY, unknownFor = DAY } = options;
  const kept = new LRUCache<Ticker, Kept>({ max: capacity });
  const underWay = new Map<Ticker, Promise<StockProfile | null>>();

  async function learn(ticker: Ticker): Promise<StockProfile | null> {
    try {
      const profile = await source.profile(ticker);
      kept.set(ticker, { profile, until: secondsAfter(clock.now(), profile ? keptFor : unknownFor) });
      return profile;
    } finally {
      underWay.delete(ticker);
    }
  }

  function learnOnce(ticker: Ticker): Promise<StockProfile | null> {
    const learning = underWay.get(ticker) ?? learn(ticker);
    underWay.set(ticker, learning);
    // A bug is thrown at whoever waits; when nobody does any more, it must not end the process.
    learning.catch(() => undefined);
    return learning;
  }

  return {
    async profile(ticker) {
      const known = kept.get(ticker);
      const isGood = known !== undefined && clock.now() < known.until;
      const profile = isGood ? known.profile : await Promise.race([learnOnce(ticker), wait(patience).then(() => null)]);
      return profile ?? fallback.profile(ticker);
    },
    search: (text) =>
      new ResultAsync(Promise.race([source.search(text), wait(patience).then(() => TOO_SLOW)])).orElse(() =>
        fallback.search(text),
      ),
  };
}

/** It keeps no process alive. */
function timer(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds).unref();
  });
}
