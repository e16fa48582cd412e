import type { Instant, LocalDate } from "../domain/time.ts";

/**
 * The time. Promises:
 *
 * 1. `now` is a whole number of milliseconds.
 * 2. `today` is the calendar day of `now` in UTC.
 */
export interface Clock {
  now(): Instant;
  today(): LocalDate;
}
