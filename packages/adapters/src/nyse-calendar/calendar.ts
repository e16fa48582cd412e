import type { Instant, LocalDate, MarketCalendar, TradingSession } from "@bourse/core";
import { dayInNewYork, dayNumber, localDate, newYorkTime, type DayNumber } from "./days.ts";
import { isHalfDay, isTradingDay } from "./holidays.ts";

/** When the New York Stock Exchange trades, and with it every US stock: 9:30 to 16:00 in New York, 13:00 on half days. */
export function nyseCalendar(): MarketCalendar {
  // Nearly every question is about the same few days.
  let known = { session: sessionOf(0), until: newYorkTime(0, 0, 0) };

  function latest(at: Instant): TradingSession {
    if (at >= known.session.opensAt && at < known.until) return known.session;
    const today = sessionOf(back(dayInNewYork(at)));
    const session = at < today.opensAt ? sessionOf(back(dayNumber(today.day) - 1)) : today;
    known = { session, until: after(session).opensAt };
    return session;
  }

  return {
    latest,
    next: (at) => after(latest(at)),
    onOrBefore: (day) => sessionOf(back(dayNumber(day))),
    between(from, to) {
      const sessions: TradingSession[] = [];
      const end = dayNumber(to);
      for (let day = forward(dayNumber(from)); day <= end; day = forward(day + 1)) sessions.push(sessionOf(day));
      return sessions;
    },
  };
}

function after({ day }: { readonly day: LocalDate }): TradingSession {
  return sessionOf(forward(dayNumber(day) + 1));
}

function sessionOf(day: DayNumber): TradingSession {
  const opensAt = newYorkTime(day, 9, 30);
  return { day: localDate(day), opensAt, closesAt: newYorkTime(day, isHalfDay(day) ? 13 : 16, 0) };
}

function forward(day: DayNumber): DayNumber {
  return isTradingDay(day) ? day : forward(day + 1);
}

function back(day: DayNumber): DayNumber {
  return isTradingDay(day) ? day : back(day - 1);
}
