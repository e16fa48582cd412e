import type { Need, Ticker } from "@bourse/core";
import { LRUCache } from "lru-cache";

/**
 * How much each ticker is wanted, by the look-ups that found nothing fresh since its price was last learnt. A quote
 * cache tells it, and a request budget asks it.
 */
export type TickerDemand = {
  /** A look-up found nothing that may still be used. */
  readonly asked: (ticker: Ticker) => void;
  /** Somebody waits for the ticker's price. */
  readonly awaited: (ticker: Ticker, need: Need) => void;
  /** An attempt to learn its price is over; `learnt` says whether it told anything. */
  readonly settled: (ticker: Ticker, learnt: boolean) => void;
  /** How many look-ups wanted it. */
  readonly countOf: (ticker: Ticker) => number;
  /** The most urgent need of those who wait for it, if any do. */
  readonly needOf: (ticker: Ticker) => Need | null;
  /** How many tickers are wanted more. */
  readonly wantedMore: (ticker: Ticker) => number;
};

/** A trade comes before a valuation, and a valuation before a look. */
export const URGENCY: Readonly<Record<Need, number>> = { look: 0, valuation: 1, trade: 2 };

/** Remembers so many tickers; those that were not wanted for longest are forgotten first. */
export function tickerDemand(capacity = 10_000): TickerDemand {
  const counts = new LRUCache<Ticker, number>({ max: capacity });
  const needs = new LRUCache<Ticker, Need>({ max: capacity });
  const countOf = (ticker: Ticker): number => counts.peek(ticker) ?? 0;
  return {
    asked: (ticker) => void counts.set(ticker, countOf(ticker) + 1),
    awaited(ticker, need) {
      const before = needs.peek(ticker);
      if (!before || URGENCY[before] < URGENCY[need]) needs.set(ticker, need);
    },
    settled(ticker, learnt) {
      needs.delete(ticker);
      if (learnt) counts.delete(ticker);
    },
    countOf,
    needOf: (ticker) => needs.peek(ticker) ?? null,
    wantedMore(ticker) {
      const count = countOf(ticker);
      return [...counts.values()].filter((other) => other > count).length;
    },
  };
}
