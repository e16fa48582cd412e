import { ageOn, freshnessOf, instant, parseBirthDate, parseLocalDate, secondsAfter } from "@bourse/core";
import { anyDay, anyInstant, dateOf, manualClock, quoteOf, uglyString } from "@bourse/testkit";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

/** Counts birthdays one by one; a birthday that a year does not have is the day after. */
function birthdaysUntil(born: string, today: string): number {
  const [year = 0, month = 0, day = 0] = born.split("-").map(Number);
  let birthdays = 0;
  while (new Date(Date.UTC(year + birthdays + 1, month - 1, day)).toISOString().slice(0, 10) <= today) birthdays += 1;
  return birthdays;
}

const dayOfTwoCenturies = fc.oneof(
  fc.integer({ min: -25_567, max: 50_000 }).map((days) => manualClock(instant(days * 86_400_000)).today()),
  fc.constantFrom("2000-02-29", "2004-02-29", "2023-02-28", "2023-03-01", "2024-02-29", "2100-03-01").map(dateOf),
);

describe("age", () => {
  it("is the count of birthdays", () => {
    const law = fc.property(dayOfTwoCenturies, dayOfTwoCenturies, (one, other) => {
      const [born, today] = one < other ? [one, other] : [other, one];
      expect(ageOn(born, today)).toBe(birthdaysUntil(born, today));
    });
    fc.assert(law, { numRuns: 1000 });
  });

  it("of one born on 29 February grows on 1 March of a common year", () => {
    const born = dateOf("2004-02-29");
    const days = ["2024-02-28", "2024-02-29", "2025-02-28", "2025-03-01"].map(dateOf);
    expect(days.map((today) => ageOn(born, today))).toEqual([19, 20, 20, 21]);
  });
});

describe("a calendar day", () => {
  it("is one that the calendar has", () => {
    const part = fc.integer({ min: 0, max: 99 });
    const law = fc.property(fc.integer({ min: 0, max: 9999 }), part, part, (year, month, day) => {
      const text = [String(year).padStart(4, "0"), ...[month, day].map((n) => String(n).padStart(2, "0"))].join("-");
      const date = new Date(`${text}T00:00:00Z`);
      const exists = year > 0 && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
      expect(parseLocalDate(text).isOk()).toBe(exists);
    });
    fc.assert(law, { numRuns: 5000 });
  });

  it("of any other shape is refused, and never throws", () => {
    const law = fc.property(uglyString(), (text) => {
      expect(parseLocalDate(text).isOk()).toBe(false);
    });
    fc.assert(law);
  });

  it("of birth is from 1900 to today", () => {
    const law = fc.property(anyDay(), anyDay(), (born, today) => {
      expect(parseBirthDate(born, today).isOk()).toBe(born >= "1900-01-01" && born <= today);
    });
    fc.assert(law);
  });

  it("of the played clock is the UTC day", () => {
    const law = fc.property(fc.oneof(anyInstant(), fc.integer({ min: -1e12, max: 0 }).map(instant)), (now) => {
      expect(manualClock(now).today()).toBe(new Date(now).toISOString().slice(0, 10));
    });
    fc.assert(law, { numRuns: 2000 });
  });
});

describe("a quote", () => {
  it("is fresh while it is no further from now, either way, than its age allows", () => {
    const law = fc.property(anyInstant(), fc.integer({ min: -2000, max: 2000 }), fc.nat(1000), (now, off, maxAge) => {
      const quote = quoteOf("F", "1.00", { fetchedAt: secondsAfter(now, off) });
      const session = { day: quote.tradingDay, closesAt: instant(Infinity) };
      const freshness = freshnessOf(quote, { session, dayBefore: () => quote.tradingDay, now, maxQuoteAge: maxAge });
      expect(freshness).toBe(Math.abs(off) <= maxAge ? "fresh" : "stale");
    });
    fc.assert(law);
  });
});
