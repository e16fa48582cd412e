import { formatMoney, type DayClose, type Instant, type Money, type Stock, type StockMatch } from "@bourse/core";
import { Type, type Static } from "typebox";
import { isoTime } from "./iso-time.ts";
import { FRESHNESS, FRESHNESS_MEANS, QuoteView } from "./quote.ts";
import { ref } from "./ref.ts";
import { CLOSES } from "./story.ts";
import { day, money, oneOf, orNull, ticker } from "./values.ts";

export const age = Type.Integer({
  minimum: 0,
  description: "How long ago the price was fetched, in seconds.",
  examples: [0],
});

const text = (description: string, example: string) => orNull(Type.String({ description, examples: [example] }));

export const StockView = Type.Object(
  {
    ...QuoteView.properties,
    previousClose: orNull(money("What the trading day before ended at; null when not known.", "111.50")),
    age,
    freshness: oneOf(FRESHNESS, { description: FRESHNESS_MEANS }),
    name: text("The company; null when not known, as everything below.", "Apple Inc."),
    exchange: text("Where it is listed.", "NASDAQ"),
    sector: text("What it does, broadly.", "TECHNOLOGY"),
    industry: text("What it does.", "CONSUMER ELECTRONICS"),
    description: text("What it does, at length.", "Apple Inc. designs smartphones and computers."),
    marketCapitalization: orNull(money("What all its shares are worth.", "3400000000000.00")),
    dividendPerShare: orNull(money("A year's.", "1.02")),
    fiftyTwoWeekHigh: orNull(money("The highest price of a year.", "260.10")),
    fiftyTwoWeekLow: orNull(money("The lowest price of a year.", "164.08")),
    detailsAsOf: orNull(day("When these details were learnt; null for those that come with the server.")),
  },
  { $id: "Stock", description: "A stock's price, how far to trust it, and who is behind it." },
);

export const StockMatchView = Type.Object(
  {
    ticker: ticker(),
    name: Type.String({ description: "The company.", examples: ["Apple Inc."] }),
    exchange: text("Where it is listed; null when not known.", "NASDAQ"),
  },
  { $id: "StockMatch", description: "A stock that a search found." },
);

export const StockMatches = Type.Object(
  { items: Type.Array(ref(StockMatchView)), nextCursor: Type.Null({ description: "There is no page below." }) },
  { $id: "StockMatches", description: "The likeliest first." },
);

export const DayCloseView = Type.Object(
  { day: day("The trading day."), close: money("Of one share, as the market closed.", "112.00") },
  { $id: "DayClose", description: "What a stock ended a day at." },
);

export const ClosesView = Type.Object(
  {
    items: Type.Array(ref(DayCloseView)),
    nextCursor: Type.Null({ description: "There is no page below." }),
  },
  {
    $id: "Closes",
    examples: [{ items: CLOSES, nextCursor: null }],
    description: "What a stock ended each day at, oldest first. A day that is not known is left out.",
  },
);

export function stockView({ quote, freshness, profile, asOf }: Stock): Static<typeof StockView> {
  return {
    ...quote,
    price: formatMoney(quote.price),
    previousClose: moneyOrNull(quote.previousClose),
    fetchedAt: isoTime(quote.fetchedAt),
    age: ageOf(quote.fetchedAt, asOf),
    freshness,
    name: profile?.name ?? null,
    exchange: profile?.exchange ?? null,
    sector: profile?.sector ?? null,
    industry: profile?.industry ?? null,
    description: profile?.description ?? null,
    marketCapitalization: moneyOrNull(profile?.marketCapitalization),
    dividendPerShare: moneyOrNull(profile?.dividendPerShare),
    fiftyTwoWeekHigh: moneyOrNull(profile?.fiftyTwoWeekHigh),
    fiftyTwoWeekLow: moneyOrNull(profile?.fiftyTwoWeekLow),
    detailsAsOf: profile?.asOf ?? null,
  };
}

export function stockMatchesView(matches: readonly StockMatch[]): Static<typeof StockMatches> {
  return {
    items: matches.map(({ ticker: found, name, exchange }) => ({ ticker: found, name, exchange })),
    nextCursor: null,
  };
}

export function closesView(closes: readonly DayClose[]): Static<typeof ClosesView> {
  return {
    items: closes.map(({ day: closed, close }) => ({ day: closed, close: formatMoney(close) })),
    nextCursor: null,
  };
}

export function moneyOrNull(amount: Money | null | undefined): string | null {
  return amount === null || amount === undefined ? null : formatMoney(amount);
}

/** In whole seconds; a price that a clock set back has put into the future is of now. */
export function ageOf(fetchedAt: Instant, asOf: Instant): number {
  return Math.max(0, Math.floor((asOf - fetchedAt) / 1000));
}
