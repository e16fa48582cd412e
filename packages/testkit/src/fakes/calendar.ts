import { instant, type Instant, type LocalDate, type MarketCalendar, type TradingSession } from "@bourse/core";
import { utcDay } from "./clock.ts";

/** A calendar that a test draws up: it trades every day, in UTC. */
export type ManualCalendar = MarketCalendar & {
  /** Trading hours of every day, from 0 to 24; around the clock until told otherwise. */
  readonly trade: (opens: number, closes: number) => void;
  /** The market does not trade that day. */
  readonly shut: (day: string) => void;
};

const DAY = 86_400_000;
const HOUR = 3_600_000;

export function manualCalendar(): ManualCalendar {
  let hours = { opens: 0, closes: 24 };
  const holidays = new Set<string>();

  const sessionOf = (day: number): TradingSession => ({
    day: utcDay(instant(day * DAY)),
    opensAt: instant(day * DAY + hours.opens * HOUR),
    closesAt: instant(day * DAY + hours.closes * HOUR),
  });
  const walk = (day: number, step: 1 | -1): TradingSession => {
    const session = sessionOf(day);
    return holidays.has(session.day) ? walk(day + step, step) : session;
  };
  const latest = (at: Instant): TradingSession => {
    const session = walk(dayAt(at), -1);
    return session.opensAt <= at ? session : walk(dayAt(session.opensAt) - 1, -1);
  };

  return {
    latest,
    next: (at) => walk(dayAt(latest(at).opensAt) + 1, 1),
    onOrBefore: (day) => walk(dayNumber(day), -1),
    between(from, to) {
      const sessions: TradingSession[] = [];
      for (let day = dayNumber(from); day <= dayNumber(to); day += 1) sessions.push(sessionOf(day));
      return sessions.filter(({ day }) => !holidays.has(day));
    },
    trade: (opens, closes) => {
      hours = { opens, closes };
    },
    shut: (day) => {
      holidays.add(day);
    },
  };
}

function dayAt(at: number): number {
  return Math.floor(at / DAY);
}

/** The day as a count of days since 1970, found by halving: the inverse of `utcDay`, without arithmetic of its own. */
function dayNumber(day: LocalDate): number {
  let [low, high] = [-800_000, 3_000_000];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (utcDay(instant(middle * DAY)) < day) low = middle + 1;
    else high = middle;
  }
  return low;
}
