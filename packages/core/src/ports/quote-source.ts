import type { ResultAsync } from "neverthrow";
import type { QuoteUnavailable, TickerNotFound } from "../domain/errors.ts";
import type { LatestQuote } from "../domain/quote.ts";
import type { Ticker } from "../domain/ticker.ts";

/** Why a price is wanted. Where prices are few, a trade comes before a valuation, and a valuation before a look. */
export type Need = "look" | "trade" | "valuation";

export type QuoteOutcome = Awaited<ReturnType<QuoteSource["latest"]>>;

/**
 * Current prices. Promises:
 *
 * 1. A quote is what the source knows of the ticker that was asked for, to 1/10 000 dollar: above zero, with its trading
 *    day, fetch time and source.
 * 2. A ticker the market does not know is TickerNotFound; every failure to learn is QuoteUnavailable, with a time to
 *    try again. Nothing throws, and no price is ever made up.
 * 3. `latestOf` answers each ticker it was asked for, once, as `latest` would; none at all for an empty list.
 * 4. For a look or a valuation, what was learnt earlier may be answered, with the time at which it was learnt. For a
 *    trade nothing is answered that is too old to fill on.
 */
export interface QuoteSource {
  /** The need is a look when left out. */
  latest(ticker: Ticker, need?: Need): ResultAsync<LatestQuote, QuoteUnavailable | TickerNotFound>;
  latestOf(tickers: readonly Ticker[], need?: Need): Promise<ReadonlyMap<Ticker, QuoteOutcome>>;
}
