import type { Instant, LocalDate, ValuationLine } from "@bourse/core";
import { ago } from "./words.ts";

type Freshness = ValuationLine["freshness"];
type Priced = {
  readonly freshness: Exclude<Freshness, "missing">;
  readonly tradingDay: LocalDate;
  readonly fetchedAt: Instant | null;
};
type Unpriced = Pick<Extract<ValuationLine, { freshness: "missing" }>, "freshness" | "reason">;

const MISSING: Readonly<Record<Unpriced["reason"], string>> = {
  delisted: "no price: delisted, the market no longer trades it",
  "quote-unavailable": "no price: it cannot be had now",
  "no-close": "no price: the day's close is not known",
};

/** How old a price is and how far to trust it, or why there is none. */
export function priceAge(price: Priced | Unpriced, now: Instant): string {
  if (price.freshness === "missing") return MISSING[price.reason];
  const { freshness, tradingDay, fetchedAt } = price;
  const age = fetchedAt === null ? "" : ago(fetchedAt, now);
  switch (freshness) {
    case "fresh":
      return age;
    case "closed":
      return `last price of ${tradingDay}, the market is closed`;
    case "previous-day":
      return `${age}, of ${tradingDay}: there is none of today yet`;
    case "stale":
      return `${age}, of ${tradingDay}: too old to trade on`;
    case "historical":
      return `close of ${tradingDay}`;
    default:
      return freshness satisfies never;
  }
}

const SOURCES: ReadonlyMap<string, string> = new Map([
  ["simulated", "the simulated market: not a real price"],
  ["alpha-vantage", "Alpha Vantage"],
]);

/** Where a price is from. */
export function sourceWords(source: string): string {
  return SOURCES.get(source) ?? source;
}
