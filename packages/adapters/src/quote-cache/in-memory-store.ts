import type { Ticker } from "@bourse/core";
import { okAsync } from "neverthrow";
import type { KeptQuote, QuoteStore } from "../price-stores/index.ts";

/** For tests, and for those who need no quote to survive their process. It forgets nothing and has no bound. */
export function inMemoryQuoteStore(): QuoteStore {
  const kept = new Map<Ticker, KeptQuote>();
  return {
    find: (ticker) => okAsync(kept.get(ticker) ?? null),
    keep: (ticker, quote) => {
      kept.set(ticker, quote);
      return okAsync();
    },
  };
}
