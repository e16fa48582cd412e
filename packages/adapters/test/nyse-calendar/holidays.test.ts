import { nyseCalendar } from "@bourse/adapters/nyse-calendar";
import { dateOf } from "@bourse/testkit";
import { describe, expect, it } from "vitest";
import { daysBetween, shownInNewYork, weekday } from "./new-york.ts";

/**
 * Source: New York Stock Exchange, "Holidays & Trading Hours", https://www.nyse.com/markets/hours-calendars, and for
 * 9 January 2025 its notice of the National Day of Mourning for Jimmy Carter. Month and day.
 */
const HOLIDAYS: Readonly<Record<string, string>> = {
  2024: "01-01 01-15 02-19 03-29 05-27 06-19 07-04 09-02 11-28 12-25",
  2025: "01-01 01-09 01-20 02-17 04-18 05-26 06-19 07-04 09-01 11-27 12-25",
  2026: "01-01 01-19 02-16 04-03 05-25 06-19 07-03 09-07 11-26 12-25",
  2027: "01-01 01-18 02-15 03-26 05-31 06-18 07-05 09-06 11-25 12-24",
  // New Year's Day is a Saturday, and is not made up for.
  2028: "01-17 02-21 04-14 05-29 06-19 07-04 09-04 11-23 12-25",
};

const HALF_DAYS: Readonly<Record<string, string>> = {
  2024: "07-03 11-29 12-24",
  2025: "07-03 11-28 12-24",
  2026: "11-27 12-24",
  2027: "11-26",
  2028: "07-03 11-24",
};

const years = Object.keys(HOLIDAYS);
const calendar = nyseCalendar();

function daysOf(year: string, days: Readonly<Record<string, string>>): string[] {
  return (days[year] ?? "").split(" ").map((day) => `${year}-${day}`);
}

function sessionsOf(year: string) {
  return calendar.between(dateOf(`${year}-01-01`), dateOf(`${year}-12-31`));
}

describe.each(years)("the year %s", (year) => {
  it("trades on every weekday but the holidays", () => {
    const holidays = daysOf(year, HOLIDAYS);
    const weekdays = daysBetween(`${year}-01-01`, `${year}-12-31`).filter((day) => weekday(day) % 6 !== 0);
    expect(holidays.every((day) => weekday(day) % 6 !== 0)).toBe(true);
    expect(sessionsOf(year).map(({ day }) => day)).toEqual(weekdays.filter((day) => !holidays.includes(day)));
  });

  it("opens at 9:30 and closes at 16:00 in New York, on half days at 13:00", () => {
    const halfDays = daysOf(year, HALF_DAYS);
    for (const { day, opensAt, closesAt } of sessionsOf(year)) {
      const close = halfDays.includes(day) ? "13:00:00" : "16:00:00";
      expect([opensAt, closesAt].map(shownInNewYork)).toEqual([`${day}, 09:30:00`, `${day}, ${close}`]);
    }
    const early = sessionsOf(year).filter(({ opensAt, closesAt }) => closesAt - opensAt < 6.5 * 3_600_000);
    expect(early.map(({ day }) => day)).toEqual(halfDays);
  });

  it("looks back from each holiday to the last day that traded", () => {
    for (const holiday of daysOf(year, HOLIDAYS)) {
      const { day } = calendar.onOrBefore(dateOf(holiday));
      expect(day < holiday).toBe(true);
      const skipped = daysBetween(day, holiday).slice(1);
      expect(calendar.between(dateOf(skipped[0] ?? ""), dateOf(holiday))).toEqual([]);
      expect(calendar.onOrBefore(day).day).toBe(day);
    }
  });
});

it("has as many sessions as the exchange had, or says that it will have", () => {
  expect(years.map((year) => sessionsOf(year).length)).toEqual([252, 250, 251, 251, 251]);
});

describe("holidays near a year's end", () => {
  it.each([
    // Saturday: the Friday before is an ordinary day.
    { newYear: "2022-01-01", before: "2021-12-31" },
    { newYear: "2028-01-01", before: "2027-12-31" },
    // Sunday: kept on Monday.
    { newYear: "2023-01-02", before: "2022-12-30" },
    { newYear: "2034-01-02", before: "2033-12-30" },
  ])("$newYear does not trade, and $before did", ({ newYear, before }) => {
    expect(calendar.onOrBefore(dateOf(newYear)).day).toBe(before);
  });

  it.each(["2021-06-18", "2018-12-04", "2018-12-06", "2024-12-31"])("%s trades", (day) => {
    expect(calendar.onOrBefore(dateOf(day)).day).toBe(day);
  });

  it.each(["2022-06-20", "2018-12-05", "2021-12-24", "2022-12-26"])("%s does not", (day) => {
    expect(calendar.onOrBefore(dateOf(day)).day).not.toBe(day);
  });
});
