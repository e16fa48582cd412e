import { nyseCalendar } from "@bourse/adapters/nyse-calendar";
import { instant } from "@bourse/core";
import { dateOf } from "@bourse/testkit";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dayInNewYork, daysBetween, shownInNewYork, weekday } from "./new-york.ts";

const HOUR = 3_600_000;
const calendar = nyseCalendar();

describe.each([
  { sunday: "2024-03-10", friday: "14:30", monday: "13:30" },
  { sunday: "2024-11-03", friday: "13:30", monday: "14:30" },
  { sunday: "2025-03-09", friday: "14:30", monday: "13:30" },
  { sunday: "2025-11-02", friday: "13:30", monday: "14:30" },
  { sunday: "2026-03-08", friday: "14:30", monday: "13:30" },
  { sunday: "2026-11-01", friday: "13:30", monday: "14:30" },
  { sunday: "2027-03-14", friday: "14:30", monday: "13:30" },
  { sunday: "2027-11-07", friday: "13:30", monday: "14:30" },
  { sunday: "2028-03-12", friday: "14:30", monday: "13:30" },
  { sunday: "2028-11-05", friday: "13:30", monday: "14:30" },
])("the clock change of $sunday", ({ sunday, friday, monday }) => {
  const noon = Date.parse(`${sunday}T12:00:00Z`);

  it(`comes between an opening at ${friday} UTC and one at ${monday}`, () => {
    const before = calendar.latest(instant(noon));
    const after = calendar.next(instant(noon));
    const opened = [before, after].map(({ opensAt }) => new Date(opensAt).toISOString().slice(11, 16));
    expect(opened).toEqual([friday, monday]);
    expect([before.opensAt, after.opensAt].map((at) => shownInNewYork(at).slice(12))).toEqual(["09:30:00", "09:30:00"]);
    expect([before.closesAt, after.closesAt].map((at) => shownInNewYork(at).slice(12))).toEqual([
      "16:00:00",
      "16:00:00",
    ]);
  });

  it("is no matter to what day it is, at any hour around it", () => {
    for (let hour = -60; hour <= 60; hour += 1) {
      const at = noon + hour * HOUR;
      const { day, opensAt } = calendar.latest(instant(at));
      expect(day <= dayInNewYork(at) && opensAt <= at, shownInNewYork(at)).toBe(true);
    }
  });
});

function daysAt(at: number): string[] {
  return [calendar.latest(instant(at)).day, calendar.next(instant(at)).day];
}

describe("the edges of a session", () => {
  const { opensAt, closesAt } = calendar.onOrBefore(dateOf("2026-11-27"));

  it("are where one session gives way to the next", () => {
    expect(new Date(closesAt).toISOString()).toBe("2026-11-27T18:00:00.000Z");
    expect(daysAt(opensAt - 1)).toEqual(["2026-11-25", "2026-11-27"]);
    for (const at of [opensAt, closesAt - 1, closesAt, closesAt + 1]) {
      expect(daysAt(at)).toEqual(["2026-11-27", "2026-11-30"]);
    }
  });

  it("are the same whatever was asked before", () => {
    const anyTime = fc.integer({ min: Date.UTC(2023, 0, 1), max: Date.UTC(2029, 0, 1) }).map(instant);
    const law = fc.property(fc.array(anyTime, { minLength: 1, maxLength: 20 }), (times) => {
      const used = nyseCalendar();
      for (const at of times) {
        expect(used.latest(at)).toEqual(nyseCalendar().latest(at));
        expect(used.next(at)).toEqual(nyseCalendar().next(at));
      }
    });
    fc.assert(law, { numRuns: 300 });
  });
});

describe("days far from now", () => {
  it.each([
    "0001-01-03",
    "0050-05-17",
    "0099-12-31",
    "1900-01-01",
    "1969-12-31",
    "1990-05-17",
    "2100-02-28",
    "9999-12-31",
  ])("%s has a session on it, or a few days before", (day) => {
    const session = calendar.onOrBefore(dateOf(day));
    expect(session.opensAt).toBeLessThan(session.closesAt);
    expect([1, 2, 3, 4, 5]).toContain(daysBetween(session.day, day).length);
    expect([0, 6]).not.toContain(weekday(session.day));
    expect(calendar.latest(session.closesAt)).toEqual(session);
  });

  it("2100 is no leap year, and its Easter is on 28 March", () => {
    expect(calendar.onOrBefore(dateOf("2100-03-26")).day).toBe("2100-03-25");
    const days = calendar.between(dateOf("2100-02-26"), dateOf("2100-03-02")).map(({ day }) => day);
    expect(days).toEqual(["2100-02-26", "2100-03-01", "2100-03-02"]);
  });
});
