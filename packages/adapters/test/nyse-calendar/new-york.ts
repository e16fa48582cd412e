import { dateOf } from "@bourse/testkit";
import type { LocalDate } from "@bourse/core";

const DAY = 86_400_000;

const wallClock = new Intl.DateTimeFormat("en-CA", {
  timeZone: "America/New_York",
  dateStyle: "short",
  timeStyle: "medium",
  hourCycle: "h23",
});

/** What a wall clock in New York shows, by the time zone database: `2026-06-15, 09:30:00`. */
export function shownInNewYork(at: number): string {
  return wallClock.format(at);
}

export function dayInNewYork(at: number): string {
  return shownInNewYork(at).slice(0, 10);
}

/** Every day from one to the other, both included. */
export function daysBetween(from: string, to: string): LocalDate[] {
  const [first, last] = [Date.parse(from), Date.parse(to)];
  const count = (last - first) / DAY + 1;
  return Array.from({ length: count }, (_, index) => dateOf(new Date(first + index * DAY).toISOString().slice(0, 10)));
}

/** 0 is Sunday. */
export function weekday(day: string): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay();
}
