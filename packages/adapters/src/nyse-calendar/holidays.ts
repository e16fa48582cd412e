import {
  dayNumber,
  dayOf,
  last,
  MONDAY,
  nth,
  SATURDAY,
  SUNDAY,
  THURSDAY,
  weekday,
  yearOf,
  type DayNumber,
} from "./days.ts";
import type { LocalDate } from "@bourse/core";

/*
 * Source: New York Stock Exchange, "Holidays & Trading Hours" (https://www.nyse.com/markets/hours-calendars) and its
 * Rule 7.2: a holiday on a Saturday is kept on the Friday before, one on a Sunday on the Monday after; but when New
 * Year's Day is a Saturday, the Friday before is an ordinary day, since it ends a year's accounts.
 */

/** Days on which the market stayed closed for what no rule foresees. */
const MOURNING: readonly string[] = [
  "2018-12-05", // George H. W. Bush
  "2025-01-09", // Jimmy Carter
];

const JUNETEENTH_SINCE = 2022;

const holidays = new Map<number, ReadonlySet<DayNumber>>();

function isHoliday(day: DayNumber): boolean {
  const year = yearOf(day);
  const known = holidays.get(year) ?? new Set(holidaysOf(year));
  holidays.set(year, known);
  return known.has(day);
}

function holidaysOf(year: number): readonly DayNumber[] {
  const newYear = dayOf(year, 1, 1);
  return [
    weekday(newYear) === SATURDAY ? newYear : observed(newYear),
    nth(3, MONDAY, year, 1), // Martin Luther King, Jr. Day
    nth(3, MONDAY, year, 2), // Washington's Birthday
    easter(year) - 2, // Good Friday
    last(MONDAY, year, 5), // Memorial Day
    ...(year >= JUNETEENTH_SINCE ? [observed(dayOf(year, 6, 19))] : []),
    observed(dayOf(year, 7, 4)),
    nth(1, MONDAY, year, 9), // Labor Day
    nth(4, THURSDAY, year, 11), // Thanksgiving
    observed(dayOf(year, 12, 25)),
    ...MOURNING.map((day) => dayNumber(day as LocalDate)).filter((day) => yearOf(day) === year),
  ];
}

/** Whether a trading day ends at 13:00: before Independence Day, after Thanksgiving, on Christmas Eve. */
export function isHalfDay(day: DayNumber): boolean {
  const year = yearOf(day);
  const early = [dayOf(year, 7, 3), nth(4, THURSDAY, year, 11) + 1, dayOf(year, 12, 24)];
  return early.includes(day);
}

export function isTradingDay(day: DayNumber): boolean {
  const name = weekday(day);
  return name !== SATURDAY && name !== SUNDAY && !isHoliday(day);
}

function observed(day: DayNumber): DayNumber {
  const name = weekday(day);
  if (name === SATURDAY) return day - 1;
  return name === SUNDAY ? day + 1 : day;
}

/** Easter Sunday by the Gregorian computus (Anonymous algorithm, Meeus, Astronomical Algorithms, chapter 8). */
function easter(year: number): DayNumber {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const g = Math.floor((8 * b + 13) / 25);
  const h = (19 * a + b - Math.floor(b / 4) - g + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const sum = h + l - 7 * m + 114;
  return dayOf(year, Math.floor(sum / 31), (sum % 31) + 1);
}
