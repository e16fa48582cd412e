import { instant, type MarketCalendar, type TradingSession } from "@bourse/core";
import { dateOf, utcDay } from "@bourse/testkit";
import { marketCalendarContract } from "@bourse/testkit/contracts";
import { describe } from "vitest";
import { calendarSubject, juneCalendar } from "../subjects.ts";
import { hasTeeth, type Wrong } from "./bites.ts";

const HOUR = 3_600_000;
const OPENS = "1. each session opens before it closes, at whole milliseconds";
const APART = "1. sessions do not overlap, and come in the order of their days";
const LATEST = "2. latest answers the session that opened last, from its opening until the next one's";
const NEXT = "2. next answers the session that opens first after the instant";
const ON_OR_BEFORE = "3. onOrBefore answers the day's session, or else the last one before it";
const WALK = "4. between answers what latest and next walk through";
const ALONE = "4. between answers the sessions of its days alone, both ends included";

function wrong(
  fault: string,
  changed: (right: MarketCalendar) => Partial<MarketCalendar>,
  title: string,
): Wrong<MarketCalendar> {
  return [fault, () => ({ ...juneCalendar(), ...changed(juneCalendar()) }), title];
}

/** Each session of the right calendar, changed alike wherever it is answered. */
function changing(
  fault: string,
  change: (session: TradingSession) => TradingSession,
  title: string,
): Wrong<MarketCalendar> {
  return wrong(
    fault,
    (right) => ({
      latest: (at) => change(right.latest(at)),
      next: (at) => change(right.next(at)),
      onOrBefore: (day) => change(right.onOrBefore(day)),
      between: (from, to) => right.between(from, to).map(change),
    }),
    title,
  );
}

const wrongs: readonly Wrong<MarketCalendar>[] = [
  changing("closes before it opens", (session) => ({ ...session, closesAt: instant(session.opensAt - HOUR) }), OPENS),
  changing("tells fractions of time", (session) => ({ ...session, opensAt: instant(session.opensAt + 0.5) }), OPENS),
  changing("never closes", (session) => ({ ...session, closesAt: instant(session.opensAt + 25 * HOUR) }), APART),
  changing("has one day for all sessions", (session) => ({ ...session, day: dateOf("2026-06-15") }), APART),
  changing(
    "names sessions by the day after",
    (session) => ({ ...session, day: utcDay(instant(session.opensAt + 24 * HOUR)) }),
    "1. a session bears the day on which it opens where the market is",
  ),
  wrong(
    "answers the next session from the close on",
    (right) => ({ latest: (at) => (right.latest(at).closesAt <= at ? right.next(at) : right.latest(at)) }),
    LATEST,
  ),
  wrong("opens a moment late", (right) => ({ latest: (at) => right.latest(instant(at - 1)) }), LATEST),
  wrong("answers the session under way as the next", (right) => ({ next: (at) => right.next(instant(at - 1)) }), NEXT),
  wrong("answers the last session as the next", (right) => ({ next: (at) => right.latest(at) }), NEXT),
  wrong(
    "answers what it was asked first, all day long",
    (right) => {
      const known = new Map<string, TradingSession>();
      return {
        latest: (at) => {
          const session = known.get(utcDay(at)) ?? right.latest(at);
          known.set(utcDay(at), session);
          return session;
        },
      };
    },
    LATEST,
  ),
  wrong(
    "remembers the session of the latest instant, and no older one",
    (right) => {
      let latest = right.latest(instant(0));
      return {
        latest: (at) => {
          if (right.latest(at).opensAt > latest.opensAt) latest = right.latest(at);
          return latest;
        },
      };
    },
    "2. what is answered does not hang on what was asked before",
  ),
  wrong(
    "looks ahead from a holiday",
    (right) => ({ onOrBefore: (day) => right.between(day, dateOf("2026-07-31"))[0] ?? right.onOrBefore(day) }),
    ON_OR_BEFORE,
  ),
  wrong(
    "looks ahead over a weekend",
    (right) => ({
      onOrBefore: (day) =>
        right.onOrBefore(day).day === day ? right.onOrBefore(day) : right.next(right.onOrBefore(day).opensAt),
    }),
    "3. some day of the window has no session, and onOrBefore looks back over it",
  ),
  wrong(
    "trades on holidays only in windows",
    (right) => ({
      between: (from, to) =>
        right.between(from, to).flatMap((session) =>
          session.day === "2026-06-18"
            ? [
                session,
                {
                  ...session,
                  day: dateOf("2026-06-19"),
                  opensAt: instant(session.opensAt + 24 * HOUR),
                  closesAt: instant(session.closesAt + 24 * HOUR),
                },
              ]
            : [session],
        ),
    }),
    WALK,
  ),
  wrong(
    "leaves out the window's last day",
    (right) => ({ between: (from, to) => right.between(from, to).filter(({ day }) => day < to) }),
    ALONE,
  ),
  wrong(
    "begins windows with the session before",
    (right) => ({ between: (from, to) => right.between(right.onOrBefore(from).day, to) }),
    ALONE,
  ),
  wrong(
    "turns windows about",
    (right) => ({ between: (from, to) => (from > to ? right.between(to, from) : right.between(from, to)) }),
    "4. between answers nothing when the days are the wrong way round",
  ),
];

describe("the market calendar's contract", () => {
  hasTeeth(marketCalendarContract, calendarSubject, wrongs);
});
