import { instant, type Clock, type Instant, type LocalDate } from "@bourse/core";
import { START } from "../builders.ts";

/** A clock that moves only when told to. */
export type ManualClock = Clock & {
  /** Moves on by so many milliseconds, or back by a negative count. */
  readonly advance: (milliseconds: number) => void;
  readonly set: (now: Instant) => void;
};

export function manualClock(start: Instant = START): ManualClock {
  let now = start;
  return {
    now: () => now,
    today: () => utcDay(now),
    advance: (milliseconds) => {
      now = instant(now + milliseconds);
    },
    set: (next) => {
      now = next;
    },
  };
}

const DAY = 86_400_000;

/**
 * The calendar day of an instant in UTC, by counting. Years are counted from 1 March, so that a leap day is the last
 * of its year, and in rounds of 400 years, which all have 146 097 days.
 */
export function utcDay(now: Instant): LocalDate {
  const days = Math.floor(now / DAY) + 719_468;
  const round = Math.floor(days / 146_097);
  const dayOfRound = days - round * 146_097;
  const leapDays = Math.floor(dayOfRound / 1460) - Math.floor(dayOfRound / 36_524) + Math.floor(dayOfRound / 146_096);
  const yearOfRound = Math.floor((dayOfRound - leapDays) / 365);
  const dayOfYear = dayOfRound - (365 * yearOfRound + Math.floor(yearOfRound / 4) - Math.floor(yearOfRound / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1;
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  const year = round * 400 + yearOfRound + (month <= 2 ? 1 : 0);
  return `${digits(year, 4)}-${digits(month, 2)}-${digits(day, 2)}` as LocalDate;
}

function digits(value: number, width: number): string {
  return String(value).padStart(width, "0");
}
