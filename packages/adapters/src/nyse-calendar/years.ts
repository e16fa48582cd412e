import type { TradingSession } from "@bourse/core";
import { dayOf, localDate, newYorkTime, yearOf, type DayNumber } from "./days.ts";
import { isHalfDay, isTradingDay } from "./holidays.ts";

type Year = {
  readonly first: DayNumber;
  /** Oldest first. */
  readonly sessions: readonly TradingSession[];
  /** For each of its days, how many sessions there have been by its end. */
  readonly counts: readonly number[];
};

/** Twice what a history may span; and whatever days are asked about, no more than this is kept of them. */
const YEARS_KEPT = 16;

/** Each year's sessions are drawn up once: a history asks for the same ones over and over. */
const kept = new Map<number, Year>();

function yearAt(number: number): Year {
  const known = kept.get(number);
  if (known) return known;
  if (kept.size >= YEARS_KEPT) kept.clear();
  const year = drawnUp(number);
  kept.set(number, year);
  return year;
}

/** The sessions from one day to the other, both included. */
export function sessionsBetween(from: DayNumber, to: DayNumber): readonly TradingSession[] {
  const sessions: TradingSession[] = [];
  if (from > to) return sessions;
  for (let number = yearOf(from); number <= yearOf(to); number += 1) {
    const year = yearAt(number);
    sessions.push(...year.sessions.slice(countBy(year, from - 1), countBy(year, to)));
  }
  return sessions;
}

/** The day's session, or the last one before it. */
export function sessionBy(day: DayNumber): TradingSession {
  const year = yearAt(yearOf(day));
  return year.sessions[countBy(year, day) - 1] ?? sessionBy(year.first - 1);
}

/** The first session after the day. */
export function sessionAfter(day: DayNumber): TradingSession {
  const year = yearAt(yearOf(day));
  return year.sessions[countBy(year, day)] ?? sessionAfter(year.first + year.counts.length);
}

/** How many of the year's sessions there have been by the end of the day. */
function countBy({ first, sessions, counts }: Year, day: DayNumber): number {
  return day < first ? 0 : (counts[day - first] ?? sessions.length);
}

function drawnUp(number: number): Year {
  const [first, end] = [dayOf(number, 1, 1), dayOf(number + 1, 1, 1)];
  const sessions: TradingSession[] = [];
  const counts: number[] = [];
  for (let day = first; day < end; day += 1) {
    if (isTradingDay(day)) sessions.push(sessionOf(day));
    counts.push(sessions.length);
  }
  return { first, sessions, counts };
}

function sessionOf(day: DayNumber): TradingSession {
  const opensAt = newYorkTime(day, 9, 30);
  return { day: localDate(day), opensAt, closesAt: newYorkTime(day, isHalfDay(day) ? 13 : 16, 0) };
}
