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

/** A quote with the close of the trading day before its own, null where the source does not say. */
export type LatestQuote = Quote & { readonly previousClose: Money | null };

/**
 * How far a price may be trusted:
 * - `fresh`: it is of the session that opened last, and was fetched within the allowed age and before that closed;
 * - `closed`: that session is over and this is its last price; fetched well after the close, it holds until the next
 *   opening;
 * - `previous-day`: fetched just now, but of the trading day before: all that the source has so far;
 * - `stale`: fetched too long ago, or of a day that is neither, be it an older one or one yet to begin.
 */
export type Freshness = FillFreshness | "stale";

/** What a trade fills on: all but `stale`. */
export type FillFreshness = "closed" | "fresh" | "previous-day";

/** What freshness is told by. */
export type Market = {
  /** The session that opened last. */
  readonly session: { readonly day: LocalDate; readonly closesAt: Instant };
  /** The trading day before that session's. */
  readonly dayBefore: () => LocalDate;
  readonly now: Instant;
  /** How old a quote may grow, in seconds. */
  readonly maxQuoteAge: number;
};

/** Delayed prices are 15 minutes behind, and the closing auction takes a while: before that no price is the last. */
const SETTLING_SECONDS = 30 * 60;

export function freshnessOf(quote: Quote, market: Market): Freshness {
  return isTrusted(quote, market) ? trustedFreshness(quote, market) : "stale";
}

function isTrusted(
  { tradingDay, fetchedAt }: Quote,
  { session: { day, closesAt }, dayBefore, now, maxQuoteAge }: Market,
): boolean {
  // From the future is as bad as too old: a clock set back must not freeze prices until it has caught up.
  const isRecent = Math.abs(now - fetchedAt) <= maxQuoteAge * 1000;
  // A later day than the session's has no price yet, so that whatever bears it is wrong.
  if (isRecent) return tradingDay === day || tradingDay === dayBefore();
  return tradingDay === day && fetchedAt >= secondsAfter(closesAt, SETTLING_SECONDS) && fetchedAt <= now;
}

/** What there is to say of a quote that may be trusted, such as one that a trade filled on; its age has no part in it. */
export function trustedFreshness(
  { tradingDay, fetchedAt }: Quote,
  { session: { day, closesAt }, now }: Pick<Market, "now" | "session">,
): FillFreshness {
  if (tradingDay < day) return "previous-day";
  return now >= closesAt && fetchedAt >= closesAt ? "closed" : "fresh";
}

/** A trade fills on any price but a stale one. */
export function isTradable(freshness: Freshness): freshness is FillFreshness {
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
