import { err, ok, type Result } from "neverthrow";
import { invalid, type InvalidInput } from "./invalid.ts";
import { formatMoney, MAX_PRICE, parseMoney, ZERO, type Money } from "./money.ts";
import type { Ticker } from "./ticker.ts";
import { secondsAfter, type Instant, type LocalDate } from "./time.ts";

/** A price of one share, above zero and at most MAX_PRICE, and all that tells how far to trust it. */
export type Quote = {
  readonly ticker: Ticker;
  readonly price: Money;
  /** The market day that the price belongs to. */
  readonly tradingDay: LocalDate;
  readonly fetchedAt: Instant;
  /** Where it came from: `alpha-vantage`, `simulated`, or the name of an adapter of your own. */
  readonly source: string;
};

/** A trade fills only on a fresh quote; a valuation may show a stale one, and says so. */
export type Freshness = "fresh" | "stale";

/** A quote from the future is fresh for as long as one fetched now: a clock set back must not freeze prices for ever. */
export function freshnessOf(quote: Quote, now: Instant, maxAgeSeconds: number): Freshness {
  const farFuture = secondsAfter(now, maxAgeSeconds);
  const stillGood = secondsAfter(quote.fetchedAt, maxAgeSeconds);
  return now <= stillGood && quote.fetchedAt <= farFuture ? "fresh" : "stale";
}

export function parsePrice(text: string, field = "price"): Result<Money, InvalidInput> {
  return parseMoney(text, field).andThen((price) =>
    price > ZERO && price <= MAX_PRICE
      ? ok(price)
      : err(invalid(field, "price", `${field} must be above 0 and at most ${formatMoney(MAX_PRICE)}.`)),
  );
}

/** What is known of the company behind a ticker. */
export type StockProfile = { readonly ticker: Ticker; readonly name: string; readonly exchange: string };
