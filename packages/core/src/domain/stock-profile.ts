import type { Money } from "./money.ts";
import type { Ticker } from "./ticker.ts";
import type { LocalDate } from "./time.ts";

/** What is known of the company behind a ticker; null is not known, never zero. */
export type StockProfile = {
  readonly ticker: Ticker;
  readonly name: string;
  readonly exchange: string | null;
  readonly sector: string | null;
  readonly industry: string | null;
  readonly description: string | null;
  /** In dollars, as of `asOf`. */
  readonly marketCapitalization: Money | null;
  /** A year's, by share. */
  readonly dividendPerShare: Money | null;
  readonly fiftyTwoWeekHigh: Money | null;
  readonly fiftyTwoWeekLow: Money | null;
  /** The day these details were learnt; null for those that ship with the server. */
  readonly asOf: LocalDate | null;
};

/** What is known of a company of which no details are. */
export function nameOnly(ticker: Ticker, name: string, exchange: string | null): StockProfile {
  return {
    ticker,
    name,
    exchange,
    sector: null,
    industry: null,
    description: null,
    marketCapitalization: null,
    dividendPerShare: null,
    fiftyTwoWeekHigh: null,
    fiftyTwoWeekLow: null,
    asOf: null,
  };
}

/** One stock that a search found. */
export type StockMatch = { readonly ticker: Ticker; readonly name: string; readonly exchange: string | null };
