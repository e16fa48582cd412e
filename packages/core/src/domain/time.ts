import { err, ok, type Result } from "neverthrow";
import type { Brand } from "./brand.ts";
import { invalid, type InvalidInput } from "./invalid.ts";
import { parseText } from "./text.ts";

/** Milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = Brand<number, "Instant">;

/** A calendar day, `YYYY-MM-DD`; as text it sorts by time. */
export type LocalDate = Brand<string, "LocalDate">;

export function instant(milliseconds: number): Instant {
  return milliseconds as Instant;
}

export function secondsAfter(from: Instant, seconds: number): Instant {
  return instant(from + seconds * 1000);
}

const DATE_TEXT = /^(\d{4})-(\d{2})-(\d{2})$/;

export function parseLocalDate(text: string, field = "date"): Result<LocalDate, InvalidInput> {
  return parseText(text, field).andThen((written) =>
    isDay(written)
      ? ok(written as LocalDate)
      : err(invalid(field, "date", `${field} must be a calendar day as YYYY-MM-DD.`)),
  );
}

function isDay(text: string): boolean {
  const [, year, month, day] = DATE_TEXT.exec(text)?.map(Number) ?? [];
  return Boolean(year && month && day && month <= 12 && day <= daysIn(year, month));
}

function daysIn(year: number, month: number): number {
  if (month === 2) return isLeap(year) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

function isLeap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

/** Whole years lived. Someone born on 29 February grows a year older on 1 March of a common year. */
export function ageOn(born: LocalDate, today: LocalDate): number {
  const years = Number(today.slice(0, 4)) - Number(born.slice(0, 4));
  return today.slice(5) < born.slice(5) ? years - 1 : years;
}
