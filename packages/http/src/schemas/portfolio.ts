import { formatMoney, type PortfolioValue, type Stock, type Valuation, type ValuationLine } from "@bourse/core";
import { Type, type Static } from "typebox";
import { QuoteView } from "./entry.ts";
import { isoTime } from "./iso-time.ts";
import { day, money, orNull, ticker, time } from "./values.ts";

export const StockView = Type.Object(
  {
    ...QuoteView.properties,
    name: orNull(Type.String({ description: "The company; null when not known.", examples: ["Apple Inc."] })),
    exchange: orNull(Type.String({ description: "Where it is listed; null when not known.", examples: ["NASDAQ"] })),
    freshness: Type.Enum(["fresh", "stale"], { description: "A trade fills only on a fresh price." }),
  },
  { $id: "Stock", description: "A stock's price now, and who is behind it." },
);

const HoldingView = Type.Object(
  {
    ticker: ticker(),
    quantity: Type.Integer({ minimum: 1, description: "Shares held.", examples: [6] }),
    cost: money("What the shares held cost.", "672.00"),
    averageCost: money("Cost of one share, rounded to 1/10 000 dollar.", "112.00"),
    price: orNull(money("Of one share now.", "112.00")),
    marketValue: orNull(money("Price times quantity.", "672.00")),
    unrealisedGain: orNull(money("Market value less cost.", "0.00")),
    tradingDay: orNull(day("The market day the price belongs to.")),
    fetchedAt: orNull(time("When the price was fetched.")),
    source: orNull(Type.String({ description: "Where the price came from.", examples: ["simulated"] })),
    freshness: Type.Enum(["fresh", "stale", "missing"]),
    reason: Type.Optional(
      Type.Enum(["delisted", "quote-unavailable"], { description: "Why there is no price, where there is none." }),
    ),
  },
  {
    description: "Shares held of one stock. What needs a price is null where there is none.",
    examples: [
      {
        ticker: "AAPL",
        quantity: 6,
        cost: "672.00",
        averageCost: "112.00",
        price: "112.00",
        marketValue: "672.00",
        unrealisedGain: "0.00",
        tradingDay: "2026-11-20",
        fetchedAt: "2026-11-20T15:04:05.678Z",
        source: "simulated",
        freshness: "fresh",
      },
    ],
  },
);

const sums = {
  cash: money("What the account holds in cash."),
  holdingsValue: money("All market values that are known.", "672.00"),
  totalValue: money("Cash and holdings.", "10560.00"),
  complete: Type.Boolean({ description: "Whether every holding has a price in the sums.", examples: [true] }),
  asOf: time("When that was so."),
};

export const PortfolioView = Type.Object(
  { ...sums, holdings: Type.Array(HoldingView) },
  { $id: "Portfolio", description: "What the account holds, at current prices." },
);

export const PortfolioValueView = Type.Object(sums, {
  $id: "PortfolioValue",
  description: "What the account is worth.",
});

export const NamedPortfolioValueView = Type.Object(
  { ...sums, portfolio_value: money("The total: cash and holdings.", "10560.00") },
  { $id: "NamedPortfolioValue", description: "What the account is worth." },
);

export function stockView({ quote, freshness, profile }: Stock): Static<typeof StockView> {
  return {
    ...quote,
    price: formatMoney(quote.price),
    fetchedAt: isoTime(quote.fetchedAt),
    name: profile?.name ?? null,
    exchange: profile?.exchange ?? null,
    freshness,
  };
}

export function portfolioView(valuation: Valuation): Static<typeof PortfolioView> {
  return { ...valueView(valuation), holdings: valuation.lines.map(holdingView) };
}

export function valueView(value: PortfolioValue): Static<typeof PortfolioValueView> {
  return {
    cash: formatMoney(value.cash),
    holdingsValue: formatMoney(value.holdingsValue),
    totalValue: formatMoney(value.totalValue),
    complete: value.complete,
    asOf: isoTime(value.asOf),
  };
}

function holdingView(line: ValuationLine): Static<typeof HoldingView> {
  const held = {
    ticker: line.ticker,
    quantity: line.quantity,
    cost: formatMoney(line.cost),
    averageCost: formatMoney(line.averageCost),
    freshness: line.freshness,
  };
  if (line.freshness === "missing") {
    const unknown = {
      price: null,
      marketValue: null,
      unrealisedGain: null,
      tradingDay: null,
      fetchedAt: null,
      source: null,
    };
    return { ...held, ...unknown, reason: line.reason };
  }
  return {
    ...held,
    price: formatMoney(line.quote.price),
    marketValue: formatMoney(line.marketValue),
    unrealisedGain: formatMoney(line.unrealisedGain),
    tradingDay: line.quote.tradingDay,
    fetchedAt: isoTime(line.quote.fetchedAt),
    source: line.quote.source,
  };
}
