import assert from "node:assert/strict";
import { instant, secondsAfter, type Clock, type Instant } from "@bourse/core";
import { START } from "../builders.ts";
import { clause, type Contract, type PortSubject } from "../contract.ts";
import { contractOf } from "./handles.ts";
import { utcDay } from "../fakes/clock.ts";
import { must } from "./told.ts";

/** A clock to be checked. */
export type ClockSubject = PortSubject<Clock> & {
  /** Sets the time, where it can be set. Only so are the hours checked at which a local day is not the UTC day. */
  readonly set?: (now: Instant) => void;
};

/** The last milliseconds of days whose next day a wrong calendar misses, and their days. */
const LAST_MOMENTS: readonly (readonly [number, string, string])[] = [
  [86_399_999, "1970-01-01", "1970-01-02"],
  [951_782_399_999, "2000-02-28", "2000-02-29"],
  [951_868_799_999, "2000-02-29", "2000-03-01"],
  [1_709_164_799_999, "2024-02-28", "2024-02-29"],
  [1_735_689_599_999, "2024-12-31", "2025-01-01"],
  [1_772_323_199_999, "2026-02-28", "2026-03-01"],
  [4_107_542_399_999, "2100-02-28", "2100-03-01"],
];

/** What every Clock must fulfil; the numbers are the port's promises. */
export const clockContract: Contract<ClockSubject> = contractOf("Clock", { port: "object" }, [
  clause("1. now is a whole number of milliseconds", async ({ port }) => {
    for (let read = 0; read < 1000; read += 1) {
      const now = port.now();
      must(Number.isSafeInteger(now), `now() must be whole milliseconds since 1970; it is ${now}`);
    }
  }),

  clause("2. today is the UTC day of now", async ({ port }) => {
    // Midnight may pass between the readings, so today may be the day of either.
    const [before, today, after] = [port.now(), port.today(), port.now()];
    const days = [utcDay(before), utcDay(after)];
    must(days.includes(today), `today() must be ${days[0]} at ${before} ms since 1970; it is ${today}`);
  }),

  clause("2. today changes at midnight UTC, on leap days and at the ends of months and years", async (subject) => {
    const { port, set } = subject;
    if (!set) return;
    for (const [last, day, next] of LAST_MOMENTS) {
      set(instant(last));
      assert.deepEqual([port.now(), port.today()], [last, day], "[now(), today()], a millisecond before midnight");
      set(instant(last + 1));
      assert.deepEqual([port.now(), port.today()], [last + 1, next], "[now(), today()], at midnight");
    }
  }),

  clause("2. today is the UTC day at every hour", async ({ port, set }) => {
    if (!set) return;
    for (let hour = 0; hour < 48; hour += 1) {
      const now = secondsAfter(START, hour * 3600);
      set(now);
      assert.equal(port.today(), utcDay(now), `today() at ${now} ms since 1970`);
    }
  }),
]);
