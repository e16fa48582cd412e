import assert from "node:assert/strict";
import {
  formatMoney,
  MAX_PRICE,
  parseLocalDate,
  type LatestQuote,
  type Market,
  type Money,
  type Need,
  type QuoteOutcome,
  type QuoteSource,
  type Ticker,
} from "@bourse/core";
import type { PortSubject } from "../contract.ts";
import { fieldShown, shown } from "../shown.ts";
import { assertToldWhen, errorIn, mapIn, must, valueIn } from "./told.ts";

/** The handles by which what a source remembers is put to the test. */
export type QuoteMemory = {
  /** Lets time go on, while the market is open, until whatever was learnt before is too old to fill on. */
  readonly outlast: () => Promise<void> | void;
  /** From now on no price can be learnt. */
  readonly cutOff: () => Promise<void> | void;
  /** What freshness is told by, now. */
  readonly market: () => Market;
};

/** A quote source to be checked. */
export type QuoteSourceSubject = PortSubject<QuoteSource> & {
  /** Two tickers that the market knows. */
  readonly known: Ticker;
  readonly alsoKnown: Ticker;
  /** One that it does not. */
  readonly unknown: Ticker;
  /** What a right source answers for a known ticker now, as far as the subject can tell: all that stands here is compared. */
  readonly answer: (ticker: Ticker) => Partial<LatestQuote>;
  /** Like sources, each with one more way of failing to learn any price; none, where nothing can fail. */
  readonly failing?: readonly QuoteSource[];
  /** Left out where nothing is remembered, or nothing can fail: of each need is then asked alone that it is met. */
  readonly memory?: QuoteMemory;
};

/** How a call reads in a message. */
export function callOf(method: keyof QuoteSource, asked: Ticker | readonly Ticker[], need?: Need): string {
  return `${method}(${[asked, ...(need ? [need] : [])].map(shown).join(", ")})`;
}

/** Money as it is counted and as people read it, and times as they read too. */
function told(field: string, value: unknown): string {
  if (typeof value === "bigint") return `${value}n, which is $${formatMoney(value as Money)}`;
  return fieldShown(field, value);
}

function assertPrice(price: Money, what: string): void {
  const rule = `must be above 0 and at most ${told("price", MAX_PRICE)}`;
  must(price > 0n && price <= MAX_PRICE, `${what} ${rule}; it is ${told("price", price)}`);
}

/** The quote that the call must have answered for the ticker. */
export function soundQuote(call: string, outcome: QuoteOutcome, ticker: Ticker): LatestQuote {
  const quote = valueIn(call, outcome);
  const { price, previousClose, tradingDay, fetchedAt, source } = quote;
  must(quote.ticker === ticker, `${call} must answer a quote for ${ticker}; it is for ${quote.ticker}`);
  assertPrice(price, `${call}: price`);
  if (previousClose !== null) assertPrice(previousClose, `${call}: previousClose, where it is not null,`);
  const isDay = parseLocalDate(tradingDay).isOk();
  must(isDay, `${call}: tradingDay must be a calendar day as YYYY-MM-DD; it is ${shown(tradingDay)}`);
  const isInstant = Number.isSafeInteger(fetchedAt);
  must(isInstant, `${call}: fetchedAt must be whole milliseconds since 1970; it is ${String(fetchedAt)}`);
  must(source !== "", `${call}: source must say where the price comes from; it is empty`);
  return quote;
}

/** The quote is what the subject knows to be right, field by field. */
export function assertAnswer(call: string, quote: LatestQuote, right: Partial<LatestQuote>): void {
  for (const [field, value] of Object.entries(right)) {
    const found = quote[field as keyof LatestQuote];
    must(found === value, `${call}: ${field} must be ${told(field, value)}; it is ${told(field, found)}`);
  }
}

export function assertUnknown(call: string, outcome: QuoteOutcome, ticker: Ticker): void {
  const error = errorIn(call, outcome, "TickerNotFound");
  must(error.ticker === ticker, `${call}: the error's ticker must be ${ticker}; it is ${error.ticker}`);
}

export function assertUnavailable(call: string, outcome: QuoteOutcome, ticker: Ticker): void {
  const error = errorIn(call, outcome, "QuoteUnavailable");
  must(error.ticker === ticker, `${call}: the error's ticker must be ${ticker}; it is ${error.ticker}`);
  assertToldWhen(call, error);
}

export function outcomeFor(call: string, outcomes: ReadonlyMap<Ticker, QuoteOutcome>, ticker: Ticker): QuoteOutcome {
  const answered = [...mapIn(call, outcomes).keys()].join(", ") || "none at all";
  return outcomes.get(ticker) ?? assert.fail(`${call} must answer ${ticker} too; it answered ${answered}`);
}
