import { instant, type Clock, type DailyCloses, type LocalDate, type MarketCalendar } from "@bourse/core";
import type { Ask } from "./ask.ts";
import { decodeDailyCloses } from "./decode/daily-closes.ts";
import { failureFor } from "./failure.ts";
import { wireSymbol } from "./request.ts";

type ClosesOptions = { readonly ask: Ask; readonly clock: Clock; readonly calendar: MarketCalendar | undefined };

/** Prices may be 15 minutes late, and a day's close is settled some minutes after the bell: in milliseconds. */
const SETTLING_TIME = 30 * 60_000;

/**
 * Daily closes, a TIME_SERIES_DAILY request each, which tells the last 100 days of one ticker; the whole series is for
 * other plans. Nothing is kept: asking again is another request.
 *
 * TickerNotFound when it has no series for the symbol, which says nothing about a quote: GLOBAL_QUOTE has answered
 * symbols that this calls invalid. QuoteUnavailable for a refusal, a fault, an answer that makes no sense.
 */
export function closesFrom({ ask, clock, calendar }: ClosesOptions): DailyCloses {
  const isOver = (day: LocalDate): boolean => {
    if (!calendar) return day < newYorkDay.format(clock.now());
    const settled = instant(clock.now() - SETTLING_TIME);
    const session = calendar.latest(settled);
    return day < session.day || (day === session.day && session.closesAt <= settled);
  };
  return {
    closes: (ticker, from, to) =>
      ask(
        {
          function: "TIME_SERIES_DAILY",
          parameters: { symbol: wireSymbol(ticker), outputsize: "compact" },
          ticker,
        },
        "look",
      )
        .andThen((body) => decodeDailyCloses(body, ticker))
        .map((closes) => new Map([...closes].filter(([day]) => day >= from && day <= to && isOver(day))))
        .mapErr((failure) => failureFor(ticker, failure)),
  };
}

/** Sweden writes a date as `YYYY-MM-DD`. */
const newYorkDay = new Intl.DateTimeFormat("sv-SE", { timeZone: "America/New_York" });
