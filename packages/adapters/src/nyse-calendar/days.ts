import { instant, type Instant, type LocalDate } from "@bourse/core";

/** A calendar day as a count of days since 1970-01-01, which arithmetic is easy on. */
export type DayNumber = number;

const DAY = 86_400_000;
const HOUR = 3_600_000;
const MINUTE = 60_000;

export const SUNDAY = 0;
export const MONDAY = 1;
export const THURSDAY = 4;
export const SATURDAY = 6;

export function dayNumber(day: LocalDate): DayNumber {
  return Date.parse(`${day}T00:00:00Z`) / DAY;
}

export function localDate(day: DayNumber): LocalDate {
  return new Date(day * DAY).toISOString().slice(0, 10) as LocalDate;
}

/** `month` is 1 to 12. Not by `Date.UTC`, which takes the first century's years for the last one's. */
export function dayOf(year: number, month: number, date: number): DayNumber {
  return new Date(0).setUTCFullYear(year, month - 1, date) / DAY;
}

export function yearOf(day: DayNumber): number {
  return new Date(day * DAY).getUTCFullYear();
}

/** 0 is Sunday. */
export function weekday(day: DayNumber): number {
  return new Date(day * DAY).getUTCDay();
}

/** The `count`th such weekday of a month, from 1. */
export function nth(count: number, wanted: number, year: number, month: number): DayNumber {
  const first = dayOf(year, month, 1);
  return first + ((wanted - weekday(first) + 7) % 7) + (count - 1) * 7;
}

/** Such a weekday, the last of a month. */
export function last(wanted: number, year: number, month: number): DayNumber {
  const end = dayOf(year, month + 1, 0);
  return end - ((weekday(end) - wanted + 7) % 7);
}

/** The day in New York at an instant. */
export function dayInNewYork(at: Instant): DayNumber {
  const winter = Math.floor((at - 5 * HOUR) / DAY);
  return Math.floor((at - offset(winter)) / DAY);
}

/** When a wall clock in New York shows a time of a day, from 3 a.m. on: the clocks change before that. */
export function newYorkTime(day: DayNumber, hour: number, minute: number): Instant {
  return instant(day * DAY + hour * HOUR + minute * MINUTE + offset(day));
}

/**
 * How far New York is behind UTC: four hours from the second Sunday in March to the first in November, else five
 * (Energy Policy Act of 2005, section 110).
 */
function offset(day: DayNumber): number {
  const year = yearOf(day);
  const isSummer = day >= nth(2, SUNDAY, year, 3) && day < nth(1, SUNDAY, year, 11);
  return (isSummer ? 4 : 5) * HOUR;
}
