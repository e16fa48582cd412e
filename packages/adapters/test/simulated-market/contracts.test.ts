import { nyseCalendar } from "@bourse/adapters/nyse-calendar";
import { simulatedMarket } from "@bourse/adapters/simulated-market";
import { instant, type Closes, type MarketCalendar, type Ticker } from "@bourse/core";
import { dateOf, manualCalendar, manualClock, tickerOf, valueOf, verifyContract } from "@bourse/testkit";
import {
  dailyClosesContract,
  quoteSourceContract,
  type DailyClosesSubject,
  type QuoteSourceSubject,
} from "@bourse/testkit/contracts";
import { describe, it } from "vitest";

const KNOWN = tickerOf("AAPL");
const ALSO_KNOWN = tickerOf("BRK.B");
/** A Friday afternoon, with the market open, and the Friday a week before. */
const NOW = instant(Date.UTC(2026, 10, 20, 15));
const FROM = dateOf("2026-11-13");
const TODAY = dateOf("2026-11-20");

function weekdayCalendar(): MarketCalendar {
  const calendar = manualCalendar();
  calendar.trade(14, 20);
  calendar.shut("2026-11-14");
  calendar.shut("2026-11-15");
  return calendar;
}

/** What the last quote of each day said that is over. */
async function lastQuotes(calendar: MarketCalendar, ticker: Ticker): Promise<Closes> {
  const over = calendar.between(FROM, TODAY).slice(0, -1);
  const quotes = over.map(async ({ day, closesAt }) => {
    const market = simulatedMarket({ clock: manualClock(closesAt), calendar });
    return [day, valueOf(await market.latest(ticker)).price] as const;
  });
  return new Map(await Promise.all(quotes));
}

function subjectOver(makeCalendar: () => MarketCalendar): () => Promise<DailyClosesSubject & QuoteSourceSubject> {
  return async () => {
    const [calendar, clock] = [makeCalendar(), manualClock(NOW)];
    const none: Closes = new Map();
    const expected = new Map<Ticker, Closes>();
    for (const ticker of [KNOWN, ALSO_KNOWN]) expected.set(ticker, await lastQuotes(calendar, ticker));
    return {
      port: simulatedMarket({ clock, calendar }),
      known: KNOWN,
      alsoKnown: ALSO_KNOWN,
      unknown: tickerOf("NOPE"),
      answer: () => ({ tradingDay: TODAY, fetchedAt: NOW, source: "simulated" }),
      window: { from: FROM, to: TODAY },
      expected: (ticker) => expected.get(ticker) ?? none,
      later: () => clock.advance(7 * 86_400_000),
    };
  };
}

describe.each([
  ["New York's calendar", nyseCalendar],
  ["a calendar of UTC's weekdays", weekdayCalendar],
])("the simulated market by %s", (_name, makeCalendar) => {
  verifyContract(quoteSourceContract, subjectOver(makeCalendar), { describe, it });
  verifyContract(dailyClosesContract, subjectOver(makeCalendar), { describe, it });
});
