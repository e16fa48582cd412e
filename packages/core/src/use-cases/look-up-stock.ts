import { ok, safeTry, type ResultAsync } from "neverthrow";
import type { QuoteUnavailable, TickerNotFound } from "../domain/errors.ts";
import type { InvalidTicker } from "../domain/invalid.ts";
import { freshnessOf, type Freshness, type Quote, type StockProfile } from "../domain/quote.ts";
import { parseTicker } from "../domain/ticker.ts";
import type { Clock } from "../ports/clock.ts";
import type { QuoteSource } from "../ports/quote-source.ts";
import type { StockDirectory } from "../ports/stock-directory.ts";

export type LookUpStock = { readonly ticker: string };

/** `profile` is null when the directory knows nothing of the company. */
export type Stock = { readonly quote: Quote; readonly freshness: Freshness; readonly profile: StockProfile | null };

export type LookUpStockError = InvalidTicker | QuoteUnavailable | TickerNotFound;

export type LookUpStockNeeds = {
  readonly quotes: QuoteSource;
  readonly directory: StockDirectory;
  readonly clock: Clock;
  /** In seconds. */
  readonly maxQuoteAge: number;
};

/** A stock's price now, and who is behind it. */
export function lookUpStock(
  { quotes, directory, clock, maxQuoteAge }: LookUpStockNeeds,
  command: LookUpStock,
): ResultAsync<Stock, LookUpStockError> {
  return safeTry(async function* () {
    const ticker = yield* parseTicker(command.ticker);
    const quote = yield* quotes.latest(ticker);
    const profile = await directory.profile(ticker);
    return ok({ quote, freshness: freshnessOf(quote, clock.now(), maxQuoteAge), profile });
  });
}
