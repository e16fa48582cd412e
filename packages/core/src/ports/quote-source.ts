import type { ResultAsync } from "neverthrow";
import type { QuoteUnavailable, TickerNotFound } from "../domain/errors.ts";
import type { Quote } from "../domain/quote.ts";
import type { Ticker } from "../domain/ticker.ts";
import type { QuoteOutcome } from "../domain/valuation.ts";

/**
 * Current prices. Promises:
 *
 * 1. A quote is for the ticker that was asked for, above zero, with its trading day, fetch time and source.
 * 2. A ticker the market does not know is TickerNotFound; every failure to learn is QuoteUnavailable, with a time to
 *    try again. Nothing throws, and no price is ever made up.
 * 3. `latestOf` answers each ticker it was asked for, once, as `latest` would; none at all for an empty list.
 */
export interface QuoteSource {
  latest(ticker: Ticker): ResultAsync<Quote, QuoteUnavailable | TickerNotFound>;
  latestOf(tickers: readonly Ticker[]): Promise<ReadonlyMap<Ticker, QuoteOutcome>>;
}
