import type { Instant, LatestQuote, StoreUnavailable, Ticker } from "@bourse/core";
import type { ResultAsync } from "neverthrow";

/** The last that was learnt of a ticker. */
export type KeptQuote = {
  /** Its last quote; null when it never had one. */
  readonly quote: LatestQuote | null;
  /** When the market said that it knows no such ticker; null when its last answer was the quote. */
  readonly unknownSince: Instant | null;
};

/** Where a quote cache keeps what must survive its process. The last that was kept of a ticker is what is found. */
export type QuoteStore = {
  readonly find: (ticker: Ticker) => ResultAsync<KeptQuote | null, StoreUnavailable>;
  readonly keep: (ticker: Ticker, kept: KeptQuote) => ResultAsync<void, StoreUnavailable>;
};
