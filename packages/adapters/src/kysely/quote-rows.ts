import { instant, money, type LatestQuote, type LocalDate, type Ticker } from "@bourse/core";
import type { KeptQuote } from "../price-stores/index.ts";
import type { QuotesTable } from "./schema.ts";

export function quoteRow(ticker: Ticker, { quote, unknownSince }: KeptQuote): QuotesTable {
  return {
    ticker,
    price: quote?.price ?? null,
    previous_close: quote?.previousClose ?? null,
    trading_day: quote?.tradingDay ?? null,
    fetched_at: quote ? BigInt(quote.fetchedAt) : null,
    source: quote?.source ?? null,
    unknown_since: unknownSince === null ? null : BigInt(unknownSince),
  };
}

export function keptQuoteOf(row: QuotesTable): KeptQuote {
  return {
    quote: quoteOf(row),
    unknownSince: row.unknown_since === null ? null : instant(Number(row.unknown_since)),
  };
}

/** The schema says that a row has all of a quote or nothing of one. */
function quoteOf({ ticker, price, previous_close, trading_day, fetched_at, source }: QuotesTable): LatestQuote | null {
  if (price === null) return null;
  return {
    ticker: ticker as Ticker,
    price: money(price),
    previousClose: previous_close === null ? null : money(previous_close),
    tradingDay: trading_day as LocalDate,
    fetchedAt: instant(Number(fetched_at)),
    source: source as string,
  };
}
