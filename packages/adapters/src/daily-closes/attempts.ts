import type {
  Clock,
  DailyCloses,
  Instant,
  QuoteUnavailable,
  StoreUnavailable,
  Ticker,
  TradingSession,
} from "@bourse/core";
import { LRUCache } from "lru-cache";
import type { CloseStore, KeptCloses } from "../price-stores/index.ts";

export type AttemptsOptions = {
  readonly source: DailyCloses;
  readonly store: CloseStore;
  readonly clock: Clock;
  readonly onStoreFailure: ((failure: StoreUnavailable) => void) | undefined;
};

/** What an attempt to learn a ticker's closes came to. It is told besides kept, for those whom the store fails. */
type Attempt = KeptCloses & { readonly failure: QuoteUnavailable | null };

export type Attempts = {
  /** Asks for the closes of these sessions: one attempt for all who want the ticker's. */
  readonly make: (ticker: Ticker, sessions: readonly TradingSession[], before: KeptCloses) => Promise<Attempt>;
  /** The last attempt's failure, while it says that trying again is of no use. */
  readonly failureOf: (ticker: Ticker, now: Instant) => QuoteUnavailable | null;
};

/** How many tickers' failures are remembered; the least recently met go first. */
const MAX_FAILURES = 10_000;
const NOTHING: Attempt = { closes: new Map(), asked: null, failure: null };

export function closeAttempts({ source, store, clock, onStoreFailure }: AttemptsOptions): Attempts {
  const underWay = new Map<Ticker, Promise<Attempt>>();
  const failures = new LRUCache<Ticker, { readonly failure: QuoteUnavailable; readonly at: Instant }>({
    max: MAX_FAILURES,
  });

  async function learn(ticker: Ticker, sessions: readonly TradingSession[], before: KeptCloses): Promise<Attempt> {
    const [first, last] = [sessions.at(0), sessions.at(-1)];
    if (!first || !last) return NOTHING;
    const learnt = await source.closes(ticker, first.day, last.day);
    const at = clock.now();
    if (learnt.isErr() && learnt.error.kind === "QuoteUnavailable") {
      failures.set(ticker, { failure: learnt.error, at });
      return { ...NOTHING, failure: learnt.error };
    }
    const days = new Set(sessions.map(({ day }) => day));
    const closes = new Map([...learnt.unwrapOr(NOTHING.closes)].filter(([day]) => days.has(day)));
    // A source may forget a ticker for a while; what was once known of it stays so.
    const asked = { at, known: learnt.isOk() || before.asked?.known === true };
    await store.keep(ticker, { closes, asked }).orTee((failure) => onStoreFailure?.(failure));
    return { closes, asked, failure: null };
  }

  return {
    make(ticker, sessions, before) {
      const made = underWay.get(ticker) ?? learn(ticker, sessions, before).finally(() => underWay.delete(ticker));
      underWay.set(ticker, made);
      // A bug is thrown at those who wait; when nobody does any more, it must not end the process.
      made.catch(() => undefined);
      return made;
    },
    failureOf(ticker, now) {
      const last = failures.get(ticker);
      if (!last || last.at > now) return null;
      const left = last.at + last.failure.retryAfter * 1000 - now;
      return left > 0 ? { ...last.failure, retryAfter: Math.ceil(left / 1000) } : null;
    },
  };
}
