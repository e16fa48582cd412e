import type { Result } from "neverthrow";
import type { QuoteUnavailable, TickerNotFound } from "./errors.ts";
import { add, money, proportion, subtract, ZERO, type Money } from "./money.ts";
import type { Holding, Portfolio } from "./portfolio.ts";
import { freshnessOf, type Freshness, type Quote } from "./quote.ts";
import type { Ticker } from "./ticker.ts";
import type { Instant } from "./time.ts";

export type QuoteOutcome = Result<Quote, QuoteUnavailable | TickerNotFound>;

/** A holding at its current price. */
export type PricedLine = Holding & {
  readonly averageCost: Money;
  readonly freshness: Freshness;
  readonly quote: Quote;
  readonly marketValue: Money;
  readonly unrealisedGain: Money;
};
/** A holding that has no price now. `delisted`: the market no longer knows the ticker. */
export type UnpricedLine = Holding & {
  readonly averageCost: Money;
  readonly freshness: "missing";
  readonly reason: "delisted" | "quote-unavailable";
};
export type ValuationLine = PricedLine | UnpricedLine;

/** A portfolio at current prices. The sums are over the lines that have a price; `complete` says whether all have. */
export type Valuation = {
  readonly cash: Money;
  readonly lines: readonly ValuationLine[];
  readonly holdingsValue: Money;
  readonly totalValue: Money;
  readonly complete: boolean;
  readonly asOf: Instant;
};

export function valuationOf(
  portfolio: Portfolio,
  quotes: ReadonlyMap<Ticker, QuoteOutcome>,
  now: Instant,
  maxQuoteAge: number,
): Valuation {
  const lines = [...portfolio.holdings.values()]
    .toSorted((a, b) => (a.ticker < b.ticker ? -1 : 1))
    .map((holding) => lineFor(holding, quotes.get(holding.ticker), now, maxQuoteAge));
  const priced = lines.filter((line) => line.freshness !== "missing");
  const holdingsValue = priced.reduce((sum, line) => add(sum, line.marketValue), ZERO);
  return {
    cash: portfolio.cash,
    lines,
    holdingsValue,
    totalValue: add(portfolio.cash, holdingsValue),
    complete: priced.length === lines.length,
    asOf: now,
  };
}

function lineFor(
  holding: Holding,
  outcome: QuoteOutcome | undefined,
  now: Instant,
  maxQuoteAge: number,
): ValuationLine {
  const averageCost = proportion(holding.cost, 1, holding.quantity);
  if (!outcome || outcome.isErr()) {
    const reason = outcome?.error.kind === "TickerNotFound" ? "delisted" : "quote-unavailable";
    return { ...holding, averageCost, freshness: "missing", reason };
  }
  const quote = outcome.value;
  const marketValue = money(quote.price * BigInt(holding.quantity));
  return {
    ...holding,
    averageCost,
    freshness: freshnessOf(quote, now, maxQuoteAge),
    quote,
    marketValue,
    unrealisedGain: subtract(marketValue, holding.cost),
  };
}
