import { instant, type Instant, type LocalDate, type MarketCalendar } from "@bourse/core";
import { utcDay } from "../fakes/clock.ts";

/** Which session was the last to open, as a MarketCalendar tells it. */
export type Sessions = Pick<MarketCalendar, "latest">;

const DAY = 86_400_000;
const MINUTE = 60_000;
const OPENING = (9 * 60 + 30) * MINUTE;
const CLOSING = 16 * 60 * MINUTE;
const WEEK = 7;
/** 1 January 1970 was a Thursday, four days after a Sunday. */
const FIRST_WEEKDAY = 4;

/** New York's trading hours on every Monday to Friday: a calendar without holidays, where none is given. */
export const weekdaySessions: Sessions = { latest: latestSession };

function latestSession(at: Instant): ReturnType<Sessions["latest"]> {
  const clock = newYorkClock(at);
  const weekday = (Math.floor(clock / DAY) + FIRST_WEEKDAY) % WEEK;
  const midnight = at - (clock % DAY);
  const isWeekday = weekday >= 1 && weekday <= 5;
  if (!isWeekday || clock % DAY < OPENING) return latestSession(instant(midnight - 1));
  return { day: newYorkDay(at), opensAt: instant(midnight + OPENING), closesAt: instant(midnight + CLOSING) };
}

/** The calendar day in New York: when the real one's day begins is not known, and this is the likeliest. */
export function newYorkDay(at: Instant): LocalDate {
  return utcDay(instant(newYorkClock(at)));
}

/** The time in New York, `09:30:00`. */
export function newYorkTime(at: Instant): string {
  const seconds = Math.floor((newYorkClock(at) % DAY) / 1000);
  const parts = [seconds / 3600, (seconds / 60) % 60, seconds % 60];
  return parts.map((part) => String(Math.floor(part)).padStart(2, "0")).join(":");
}

const NEW_YORK = new Intl.DateTimeFormat("en-US", { timeZone: "America/New_York", timeZoneName: "longOffset" });

/** What clocks in New York show, as if it were UTC. */
function newYorkClock(at: Instant): number {
  const name = NEW_YORK.formatToParts(at).find(({ type }) => type === "timeZoneName")?.value ?? "";
  const [, sign, hours, minutes] = /GMT([+-])(\d\d):(\d\d)/.exec(name) ?? [];
  return at + (sign === "-" ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * MINUTE;
}
