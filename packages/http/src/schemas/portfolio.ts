import {
  formatMoney,
  type HistoryPoint,
  type Instant,
  type PortfolioValue,
  type Valuation,
  type ValuationLine,
} from "@bourse/core";
import { Type, type Static } from "typebox";
import { isoTime } from "./iso-time.ts";
import { FRESHNESS_MEANS } from "./quote.ts";
import { ref } from "./ref.ts";
import { DAYS, HOLDING, VALUE } from "./story.ts";
import { age, ageOf, moneyOrNull } from "./stock.ts";
import { day, money, oneOf, orNull, ticker, time } from "./values.ts";

export const HoldingView = Type.Object(
  {
    ticker: ticker(),
    quantity: Type.Integer({ minimum: 1, description: "Shares held.", examples: [6] }),
    cost: money("What the shares held cost.", "672.00"),
    averageCost: money("Cost of one share, rounded to 1/10 000 dollar.", "112.00"),
    price: orNull(money("Of one share.", "112.00")),
    marketValue: orNull(money("Price times quantity.", "672.00")),
    unrealisedGain: orNull(money("Market value less cost.", "0.00")),
    previousClose: orNull(money("What the trading day before ended at; null when not known.", "111.50")),
    dayChange: orNull(money("What the price's move since that close has meant.", "3.00")),
    tradingDay: orNull(day("The market day the price belongs to.")),
    fetchedAt: orNull(time("When the price was fetched; null for a past day's close.")),
    age: orNull(age),
    source: orNull(Type.String({ description: "Where the price came from.", examples: ["simulated"] })),
    freshness: oneOf(["fresh", "closed", "previous-day", "stale", "historical", "missing"], {
      description: `${FRESHNESS_MEANS} \`historical\`: a past day's close. \`missing\`: there is none.`,
    }),
    reason: Type.Optional(
      oneOf(["delisted", "quote-unavailable", "no-close"], {
        description: "Why there is no price, where there is none.",
      }),
    ),
  },
  {
    $id: "Holding",
    description: "Shares held of one stock. What needs a price is null where there is none.",
    examples: [HOLDING],
  },
);

const sums = {
  cash: money("What the account holds in cash."),
  holdingsValue: money("All market values that are known.", "672.00"),
  totalValue: money("Cash and holdings.", "10560.00"),
  complete: Type.Boolean({ description: "Whether every holding has a price in the sums.", examples: [true] }),
  asOf: time("When that was so."),
};

const valueSums = {
  ...sums,
  dayChange: orNull(
    money("The day changes of all holdings that have a price; null unless each of those is known.", "3.00"),
  ),
  unrealisedGain: money("Known market values less their cost.", "0.00"),
  realisedGain: money("What all sales so far have gained, less what they lost.", "12.00"),
};

export const PortfolioView = Type.Object(
  { ...valueSums, holdings: Type.Array(ref(HoldingView)) },
  {
    $id: "Portfolio",
    description: "What the account holds, at current prices or a past day's.",
    examples: [{ ...VALUE, holdings: [HOLDING] }],
  },
);

export const PortfolioValueView = Type.Object(valueSums, {
  $id: "PortfolioValue",
  examples: [VALUE],
  description: "What the account is worth.",
});

export const NamedPortfolioValueView = Type.Object(
  { ...valueSums, portfolio_value: money("The total: cash and holdings.", "10560.00") },
  {
    $id: "NamedPortfolioValue",
    description: "What the account is worth.",
    examples: [{ ...VALUE, portfolio_value: VALUE.totalValue }],
  },
);

const { asOf: _asOf, ...daySums } = sums;

export const PortfolioDayView = Type.Object(
  { day: day("The trading day."), ...daySums },
  { $id: "PortfolioDay", description: "What the account was worth as the market closed on a day." },
);

export const HistoryView = Type.Object(
  {
    items: Type.Array(ref(PortfolioDayView)),
    nextCursor: Type.Null({ description: "There is no page below." }),
  },
  {
    $id: "PortfolioHistory",
    examples: [{ items: DAYS, nextCursor: null }],
    description: "What the account was worth as the market closed on each day, oldest first.",
  },
);

export function portfolioView(valuation: Valuation): Static<typeof PortfolioView> {
  return { ...valueView(valuation), holdings: valuation.lines.map((line) => holdingView(line, valuation.asOf)) };
}

export function valueView(value: PortfolioValue): Static<typeof PortfolioValueView> {
  return {
    cash: formatMoney(value.cash),
    holdingsValue: formatMoney(value.holdingsValue),
    totalValue: formatMoney(value.totalValue),
    dayChange: moneyOrNull(value.dayChange),
    unrealisedGain: formatMoney(value.unrealisedGain),
    realisedGain: formatMoney(value.realisedGain),
    complete: value.complete,
    asOf: isoTime(value.asOf),
  };
}

export function historyView(points: readonly HistoryPoint[]): Static<typeof HistoryView> {
  const items = points.map(({ day: on, cash, holdingsValue, totalValue, complete }) => ({
    day: on,
    cash: formatMoney(cash),
    holdingsValue: formatMoney(holdingsValue),
    totalValue: formatMoney(totalValue),
    complete,
  }));
  return { items, nextCursor: null };
}

const NO_PRICE = {
  price: null,
  marketValue: null,
  unrealisedGain: null,
  previousClose: null,
  dayChange: null,
  tradingDay: null,
  fetchedAt: null,
  age: null,
  source: null,
};

function holdingView(line: ValuationLine, asOf: Instant): Static<typeof HoldingView> {
  const held = {
    ticker: line.ticker,
    quantity: line.quantity,
    cost: formatMoney(line.cost),
    averageCost: formatMoney(line.averageCost),
    freshness: line.freshness,
  };
  if (line.freshness === "missing") return { ...held, ...NO_PRICE, reason: line.reason };
  return {
    ...held,
    price: formatMoney(line.price),
    marketValue: formatMoney(line.marketValue),
    unrealisedGain: formatMoney(line.unrealisedGain),
    previousClose: moneyOrNull(line.previousClose),
    dayChange: moneyOrNull(line.dayChange),
    tradingDay: line.tradingDay,
    fetchedAt: line.fetchedAt === null ? null : isoTime(line.fetchedAt),
    age: line.fetchedAt === null ? null : ageOf(line.fetchedAt, asOf),
    source: line.source,
  };
}
