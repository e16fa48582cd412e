import assert from "node:assert/strict";
import {
  MAX_PRICE,
  parseLocalDate,
  type LatestQuote,
  type Market,
  type QuoteOutcome,
  type QuoteSource,
  type Ticker,
} from "@bourse/core";
import { refusal, valueOf } from "../assertions.ts";
import type { PortSubject } from "../contract.ts";

/** The handles by which what a source remembers is put to the test. */
export type QuoteMemory = {
  /** Lets time go on, while the market is open, until whatever was learnt before is too old to fill on. */
  readonly outlast: () => Promise<void> | void;
  /** From now on no price can be learnt. */
  readonly cutOff: () => void;
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
  /** Like sources, each with one more way of failing to learn any price; none, where nothing can fail. */
  readonly failing?: readonly QuoteSource[];
  /** Left out where nothing is remembered, or nothing can fail: of each need is then asked alone that it is met. */
  readonly memory?: QuoteMemory;
};

export function assertSound(quote: LatestQuote, ticker: Ticker): void {
  assert.equal(quote.ticker, ticker);
  assert.ok(quote.price > 0n && quote.price <= MAX_PRICE, `price ${quote.price}`);
  const { previousClose } = quote;
  assert.ok(previousClose === null || (previousClose > 0n && previousClose <= MAX_PRICE), `before ${previousClose}`);
  valueOf(parseLocalDate(quote.tradingDay));
  assert.ok(Number.isSafeInteger(quote.fetchedAt), `fetchedAt ${quote.fetchedAt}`);
  assert.notEqual(quote.source, "");
}

export function assertUnavailable(outcome: QuoteOutcome, ticker: Ticker): void {
  const error = refusal(outcome, "QuoteUnavailable");
  assert.equal(error.ticker, ticker);
  assert.notEqual(error.reason, "");
  assert.ok(Number.isSafeInteger(error.retryAfter) && error.retryAfter >= 1, `retryAfter ${error.retryAfter}`);
}

export function outcomeFor(outcomes: ReadonlyMap<Ticker, QuoteOutcome>, ticker: Ticker): QuoteOutcome {
  const outcome = outcomes.get(ticker);
  return outcome ?? assert.fail(`no outcome for ${ticker}`);
}
