import { ok, safeTry, type ResultAsync } from "neverthrow";
import type { QuoteUnavailable, TickerNotFound } from "../domain/errors.ts";
import type { InvalidTicker } from "../domain/invalid.ts";
import { freshnessOf, type Freshness, type LatestQuote } from "../domain/quote.ts";
import type { StockProfile } from "../domain/stock-profile.ts";
import { parseTicker } from "../domain/ticker.ts";
import type { Instant } from "../domain/time.ts";
import type { QuoteSource } from "../ports/quote-source.ts";
import type { StockDirectory } from "../ports/stock-directory.ts";
import { marketNow, type MarketNeeds } from "./market.ts";

export type LookUpStock = { readonly ticker: string };

/** `profile` is null when nothing is known of the company, or cannot be learnt now. */
export type Stock = {
  readonly quote: LatestQuote;
  readonly freshness: Freshness;
  readonly profile: StockProfile | null;
  readonly asOf: Instant;
};

export type LookUpStockError = InvalidTicker | QuoteUnavailable | TickerNotFound;

export type LookUpStockNeeds = MarketNeeds & { readonly quotes: QuoteSource; readonly directory: StockDirectory };

/** A stock's price, how far to trust it, and who is behind it. */
export function lookUpStock(needs: LookUpStockNeeds, command: LookUpStock): ResultAsync<Stock, LookUpStockError> {
  return safeTry(async function* () {
    const ticker = yield* parseTicker(command.ticker);
    const quote = yield* await needs.quotes.latest(ticker, "look");
    // The price comes first: only once it is there is anyone asked for more, and it waits for no details to be had.
    const profile = (await needs.directory.profile(ticker)).unwrapOr(null);
    const market = marketNow(needs);
    return ok({ quote, freshness: freshnessOf(quote, market), profile, asOf: market.now });
  });
}
