import type { Instant, MarketCalendar, TradingSession } from "@bourse/core";
import { dayInNewYork, dayNumber } from "./days.ts";
import { sessionAfter, sessionBy, sessionsBetween } from "./years.ts";

/** When the New York Stock Exchange trades, and with it every US stock: 9:30 to 16:00 in New York, 13:00 on half days. */
export function nyseCalendar(): MarketCalendar {
  // Nearly every question is about two sessions by turns: the latest, and the one before, whose close prices are held to.
  let known = knownFrom(sessionBy(0));
  let other = known;

  function latest(at: Instant): TradingSession {
    if (isWithin(known, at)) return known.session;
    [known, other] = [other, known];
    if (isWithin(known, at)) return known.session;
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

/** A session, and when the next one opens. */
type Known = { readonly session: TradingSession; readonly until: Instant };

function isWithin({ session, until }: Known, at: Instant): boolean {
  return at >= session.opensAt && at < until;
}

function knownFrom(session: TradingSession): Known {
  return { session, until: after(session).opensAt };
}

function after({ day }: TradingSession): TradingSession {
  return sessionAfter(dayNumber(day));
}
