import { nyseCalendar } from "@bourse/adapters/nyse-calendar";
import { dateOf, verifyContract } from "@bourse/testkit";
import { marketCalendarContract, type MarketCalendarSubject } from "@bourse/testkit/contracts";
import { describe, it } from "vitest";
import { dayInNewYork, daysBetween } from "./new-york.ts";

function calendarOf(from: string, to: string): () => Promise<MarketCalendarSubject> {
  const days = daysBetween(from, to);
  const window = { from: dateOf(from), to: dateOf(to) };
  return async () => ({ port: nyseCalendar(), window, days, dayOf: dayInNewYork });
}

describe.each([
  ["2024-01-01", "2028-12-31"],
  ["1990-01-01", "1990-12-31"],
  ["2099-12-01", "2101-01-31"],
])("New York's calendar from %s to %s", (from, to) => {
  verifyContract(marketCalendarContract, calendarOf(from, to), { describe, it });
});
