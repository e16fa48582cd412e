import type { Result } from "neverthrow";
import { add, money, proportion, subtract, ZERO, type Money } from "./money.ts";
import type { Holding, Portfolio } from "./portfolio.ts";
import type { Freshness } from "./quote.ts";
import type { Ticker } from "./ticker.ts";
import type { Instant, LocalDate } from "./time.ts";

/** A price to value a holding at: a quote's, or a past day's close. */
export type UsablePrice = {
  readonly price: Money;
  readonly previousClose: Money | null;
  readonly tradingDay: LocalDate;
  /** null for a past day's close, which does not age. */
  readonly fetchedAt: Instant | null;
  readonly source: string | null;
  readonly freshness: Freshness | "historical";
};

/** Why a holding has no price: the market no longer knows it, cannot be asked, or has no close of that day. */
export type MissingPrice = { readonly reason: "delisted" | "no-close" | "quote-unavailable" };

export type PriceOutcome = Result<UsablePrice, MissingPrice>;

type Costed = Holding & { readonly averageCost: Money };

/** A holding at its price. */
export type PricedLine = Costed &
  UsablePrice & {
    readonly marketValue: Money;
    readonly unrealisedGain: Money;
    /** What the price's move since the close before has meant; null where that close is not known. */
    readonly dayChange: Money | null;
  };
export type UnpricedLine = Costed & MissingPrice & { readonly freshness: "missing" };
export type ValuationLine = PricedLine | UnpricedLine;

/**
 * A portfolio at prices. The sums are over the lines that have a price; `complete` says whether all have. `dayChange`
 * is null unless every line that has a price tells its own.
 */
export type Valuation = {
  readonly cash: Money;
  readonly lines: readonly ValuationLine[];
  readonly holdingsValue: Money;
  readonly totalValue: Money;
  readonly dayChange: Money | null;
  readonly unrealisedGain: Money;
  readonly realisedGain: Money;
  readonly complete: boolean;
  readonly asOf: Instant;
};

export function valuationOf(portfolio: Portfolio, prices: ReadonlyMap<Ticker, PriceOutcome>, asOf: Instant): Valuation {
  const lines = [...portfolio.holdings.values()]
    .toSorted((a, b) => (a.ticker < b.ticker ? -1 : 1))
    .map((holding) => lineFor(holding, prices.get(holding.ticker)));
  const priced = lines.filter((line) => line.freshness !== "missing");
  const holdingsValue = sum(priced.map(({ marketValue }) => marketValue));
  const changes = priced.map(({ dayChange }) => dayChange).filter((change) => change !== null);
  return {
    cash: portfolio.cash,
    lines,
    holdingsValue,
    totalValue: add(portfolio.cash, holdingsValue),
    dayChange: changes.length === priced.length ? sum(changes) : null,
    unrealisedGain: sum(priced.map(({ unrealisedGain }) => unrealisedGain)),
    realisedGain: portfolio.realisedGain,
    complete: priced.length === lines.length,
    asOf,
  };
}

/** What a portfolio comes to at the closes of a day, as far as they are known: `valuationOf`'s sums without its lines. */
export function worthAt(
  { cash, holdings }: Portfolio,
  closeOf: (ticker: Ticker) => Money | undefined,
): Pick<Valuation, "cash" | "complete" | "holdingsValue" | "totalValue"> {
  let [holdingsValue, complete] = [ZERO, true];
  for (const { ticker, quantity } of holdings.values()) {
    const price = closeOf(ticker);
    if (price === undefined) complete = false;
    else holdingsValue = add(holdingsValue, money(price * BigInt(quantity)));
  }
  return { cash, holdingsValue, totalValue: add(cash, holdingsValue), complete };
}

function sum(amounts: readonly Money[]): Money {
  return amounts.reduce(add, ZERO);
}

/** Field by field: this is done for every holding each time anyone looks, and spreading objects takes most of it. */
function lineFor(holding: Holding, outcome: PriceOutcome | undefined): ValuationLine {
  const { ticker, quantity, cost } = holding;
  const averageCost = proportion(cost, 1, quantity);
  if (!outcome || outcome.isErr()) {
    const reason = outcome?.error.reason ?? "quote-unavailable";
    return { ticker, quantity, cost, averageCost, freshness: "missing", reason };
  }
  const { price, previousClose, tradingDay, fetchedAt, source, freshness } = outcome.value;
  const shares = BigInt(quantity);
  const marketValue = money(price * shares);
  const dayChange = previousClose === null ? null : money((price - previousClose) * shares);
  return {
    ticker,
    quantity,
    cost,
    averageCost,
    price,
    previousClose,
    tradingDay,
    fetchedAt,
    source,
    freshness,
    marketValue,
    unrealisedGain: subtract(marketValue, cost),
    dayChange,
  };
}
