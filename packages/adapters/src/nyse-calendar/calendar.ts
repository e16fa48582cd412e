import type { Instant, MarketCalendar, TradingSession } from "@bourse/core";
import { dayInNewYork, dayNumber } from "./days.ts";
import { sessionAfter, sessionBy, sessionsBetween } from "./years.ts";

/** When the New York Stock Exchange trades, and with it every US stock: 9:30 to 16:00 in New York, 13:00 on half days. */
export function nyseCalendar(): MarketCalendar {
  // Nearly every question is about the same few days.
  let known = knownFrom(sessionBy(0));

  function latest(at: Instant): TradingSession {
    if (at >= known.session.opensAt && at < known.until) return known.session;
    const today = sessionBy(dayInNewYork(at));
    known = knownFrom(at < today.opensAt ? sessionBy(dayNumber(today.day) - 1) : today);
    return known.session;
  }

  return {
    latest,
    next: (at) => after(latest(at)),
    onOrBefore: (day) => sessionBy(dayNumber(day)),
    between: (from, to) => sessionsBetween(dayNumber(from), dayNumber(to)),
  };
}

function knownFrom(session: TradingSession): { readonly session: TradingSession; readonly until: Instant } {
  return { session, until: after(session).opensAt };
}

function after({ day }: TradingSession): TradingSession {
  return sessionAfter(dayNumber(day));
}
