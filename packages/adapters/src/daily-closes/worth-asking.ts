import { instant, type Instant, type LocalDate, type MarketCalendar, type TradingSession } from "@bourse/core";
import type { KeptCloses } from "../price-stores/index.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** A close that a source has not had by so long after the session will not come. */
const SETTLED_AFTER = DAY;
/** How often a source is asked for what it may have by now. */
const ASK_AGAIN_AFTER = HOUR;
/** How long a ticker that the source has never known is not asked for again. */
const UNKNOWN_FOR = DAY;

/** Whether the source may have any of the sessions that are wanted and not kept. */
export function isWorthAsking(wanted: readonly TradingSession[], { closes, asked }: KeptCloses, now: Instant): boolean {
  const missing = wanted.filter(({ day }) => !closes.has(day));
  if (missing.length === 0) return false;
  // A time to come is of a clock that was wrong.
  if (asked === null || asked.at > now) return true;
  if (!asked.known) return now >= asked.at + UNKNOWN_FOR;
  return now >= asked.at + ASK_AGAIN_AFTER && missing.some(({ closesAt }) => asked.at < closesAt + SETTLED_AFTER);
}

/** The last so many sessions that are over, oldest first. */
export function lastSessions(calendar: MarketCalendar, count: number): (now: Instant) => readonly TradingSession[] {
  let known: readonly TradingSession[] = [];
  return (now) => {
    const latest = calendar.latest(now);
    const last = latest.closesAt <= now ? latest : calendar.latest(instant(latest.opensAt - 1));
    // Asked many times, and another once a day.
    if (known.at(-1)?.day !== last.day) known = calendar.between(wellBefore(last.day, count), last.day).slice(-count);
    return known;
  };
}

/** A day that has more than so many sessions after it: of two days at least one is traded on, but for some weeks. */
function wellBefore(day: LocalDate, sessions: number): LocalDate {
  const before = Date.parse(`${day}T00:00:00Z`) - (sessions * 2 + 14) * DAY;
  return new Date(before).toISOString().slice(0, 10) as LocalDate;
}
