import type { FillFreshness, Freshness } from "@bourse/core";
import { Type } from "typebox";
import { day, money, oneOf, ticker, time } from "./values.ts";

/** What each says stands in the core beside its type. */
const FILL_FRESHNESS = ["fresh", "closed", "previous-day"] as const satisfies readonly FillFreshness[];
export const FRESHNESS = [...FILL_FRESHNESS, "stale"] as const satisfies readonly Freshness[];

const FILL_FRESHNESS_MEANS =
  "`fresh`: fetched a short while ago, with the market open. `closed`: the market is closed, and this is its last price. " +
  "`previous-day`: the source has no price of today yet.";
export const FRESHNESS_MEANS = `${FILL_FRESHNESS_MEANS} \`stale\`: fetched too long ago; no trade fills on it.`;

export const QuoteView = Type.Object({
  ticker: ticker(),
  price: money("Of one share.", "112.00"),
  tradingDay: day("The market day the price belongs to."),
  fetchedAt: time("When it was fetched."),
  source: Type.String({ description: "Where it came from.", examples: ["simulated", "alpha-vantage"] }),
});

export const FilledQuoteView = Type.Object(
  {
    ...QuoteView.properties,
    freshness: oneOf(FILL_FRESHNESS, { description: `When the trade filled. ${FILL_FRESHNESS_MEANS}` }),
  },
  { $id: "FilledQuote", description: "The quote it filled on." },
);
