import { err, ok } from "neverthrow";
import { freshnessOf } from "../domain/quote.ts";
import type { Ticker } from "../domain/ticker.ts";
import type { LocalDate } from "../domain/time.ts";
import type { PriceOutcome } from "../domain/valuation.ts";
import type { Closes, DailyCloses } from "../ports/daily-closes.ts";
import type { QuoteSource } from "../ports/quote-source.ts";
import { marketNow, type MarketNeeds } from "./market.ts";

export type Prices = ReadonlyMap<Ticker, PriceOutcome>;

/** What each ticker costs now; a price that cannot be had is a reason, never an error. */
export async function pricesNow(
  needs: MarketNeeds & { readonly quotes: QuoteSource },
  tickers: readonly Ticker[],
): Promise<Prices> {
  const quotes = await needs.quotes.latestOf(tickers, "valuation");
  const market = marketNow(needs);
  const outcome = (ticker: Ticker): PriceOutcome => {
    const quote = quotes.get(ticker);
    if (!quote) return err({ reason: "quote-unavailable" });
    return quote
      .map((found) => ({ ...found, freshness: freshnessOf(found, market) }))
      .mapErr(({ kind }) => ({ reason: kind === "TickerNotFound" ? "delisted" : "quote-unavailable" }));
  };
  return new Map(tickers.map((ticker) => [ticker, outcome(ticker)]));
}

/** The closes of each ticker in a window of days; none where they cannot be had. */
export async function closesOf(
  { closes }: { readonly closes: DailyCloses },
  tickers: readonly Ticker[],
  from: LocalDate,
  to: LocalDate,
): Promise<ReadonlyMap<Ticker, Closes>> {
  const none: Closes = new Map();
  const found = tickers.map(async (ticker) => {
    const known = await closes.closes(ticker, from, to);
    return [ticker, known.unwrapOr(none)] as const;
  });
  return new Map(await Promise.all(found));
}

/** What each ticker cost at a day's close, and at the close of the trading day before. */
export function pricesAt(day: LocalDate, closes: ReadonlyMap<Ticker, Closes>, before: LocalDate): Prices {
  const outcome = (known: Closes): PriceOutcome => {
    const price = known.get(day);
    if (price === undefined) return err({ reason: "no-close" });
    const previousClose = known.get(before) ?? null;
    return ok({ price, previousClose, tradingDay: day, fetchedAt: null, source: null, freshness: "historical" });
  };
  return new Map([...closes].map(([ticker, known]) => [ticker, outcome(known)]));
}
