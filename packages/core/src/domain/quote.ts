import { err, ok, type Result } from "neverthrow";
import { invalid, type InvalidInput } from "./invalid.ts";
import { formatMoney, MAX_PRICE, parseMoney, ZERO, type Money } from "./money.ts";
import type { Ticker } from "./ticker.ts";
import type { Instant, LocalDate } from "./time.ts";

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

/** A quote with the close of the trading day before its own, null where the source does not say. */
export type LatestQuote = Quote & { readonly previousClose: Money | null };

/**
 * How far a price may be trusted:
 * - `fresh`: the market is open and the price is of today's session, fetched within the allowed age;
 * - `closed`: the market is closed and this is its last price, which holds until the next opening;
 * - `previous-day`: fetched just now, but of an earlier day than the session: all that the source has so far;
 * - `stale`: fetched too long ago.
 */
export type Freshness = "closed" | "fresh" | "previous-day" | "stale";

/** What freshness is told by: the session that opened last, and how old a quote may grow while the market is open. */
export type Market = {
  readonly session: { readonly day: LocalDate; readonly closesAt: Instant };
  readonly now: Instant;
  /** In seconds. */
  readonly maxQuoteAge: number;
};

export function freshnessOf(quote: Quote, { session, now, maxQuoteAge }: Market): Freshness {
  const isOfSession = quote.tradingDay >= session.day;
  const isClosed = now >= session.closesAt;
  // From the future is as bad as too old: a clock set back must not freeze prices until it has caught up.
  const isRecent = Math.abs(now - quote.fetchedAt) <= maxQuoteAge * 1000;
  if (isClosed && isOfSession && quote.fetchedAt >= session.closesAt && quote.fetchedAt <= now) return "closed";
  if (!isRecent) return "stale";
  if (!isOfSession) return "previous-day";
  return isClosed && quote.fetchedAt >= session.closesAt ? "closed" : "fresh";
}

/** A trade fills on any price but a stale one. */
export function isTradable(freshness: Freshness): boolean {
  return freshness !== "stale";
}

/** What of a quote an entry keeps. */
export function quoteOf({ ticker, price, tradingDay, fetchedAt, source }: Quote): Quote {
  return { ticker, price, tradingDay, fetchedAt, source };
}

export function parsePrice(text: string, field = "price"): Result<Money, InvalidInput> {
  return parseMoney(text, field).andThen((price) =>
    price > ZERO && price <= MAX_PRICE
      ? ok(price)
      : err(invalid(field, "price", `${field} must be above 0 and at most ${formatMoney(MAX_PRICE)}.`)),
  );
}
