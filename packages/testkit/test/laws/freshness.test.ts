import { freshnessOf, instant, secondsAfter, type Freshness, type Market } from "@bourse/core";
import { anyInstant, dateOf, quoteOf } from "@bourse/testkit";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

/** The less a price may be trusted, the higher. */
const RANK: Readonly<Record<Freshness, number>> = { closed: 0, fresh: 1, "previous-day": 1, stale: 2 };

const DAYS = ["2026-06-12", "2026-06-15", "2026-06-16"].map(dateOf);
/** Of the session, and of the day before it; never of a day that has not begun. */
const FRESH_WITHIN_AGE: Readonly<Record<string, Freshness>> = {
  "2026-06-15": "fresh",
  "2026-06-12": "previous-day",
};
const maxQuoteAge = fc.nat(2000);
const tradingDay = fc.constantFrom(...DAYS);
/** In milliseconds; a session may have closed long ago, or not yet. */
const sinceClose = fc.integer({ min: -5_000_000, max: 5_000_000 });
const age = fc.integer({ min: 0, max: 5_000_000 });

function marketAt(now: number, closedFor: number, maxAge: number): Market {
  const session = { day: dateOf("2026-06-15"), closesAt: instant(now - closedFor) };
  return { session, dayBefore: () => dateOf("2026-06-12"), now: instant(now), maxQuoteAge: maxAge };
}

describe("a quote", () => {
  it("is trusted no more for being older, nor for being further in the future", () => {
    const law = fc.property(
      anyInstant(),
      sinceClose,
      maxQuoteAge,
      tradingDay,
      age,
      age,
      (now, closed, max, day, a, b) => {
        const [young, old] = [Math.min(a, b), Math.max(a, b)];
        const market = marketAt(now, closed, max);
        for (const direction of [-1, 1]) {
          const rankOf = (milliseconds: number): number => {
            const fetchedAt = instant(now + direction * milliseconds);
            return RANK[freshnessOf(quoteOf("F", "1.00", { tradingDay: day, fetchedAt }), market)];
          };
          expect(rankOf(old)).toBeGreaterThanOrEqual(rankOf(young));
        }
      },
    );
    fc.assert(law, { numRuns: 3000 });
  });

  it("is trusted no more as time goes on, until the next session opens", () => {
    const law = fc.property(
      anyInstant(),
      sinceClose,
      maxQuoteAge,
      tradingDay,
      age,
      age,
      (at, closed, max, day, a, b) => {
        const quote = quoteOf("F", "1.00", { tradingDay: day, fetchedAt: at });
        const closesAt = at - closed;
        const rankAt = (now: number): number => RANK[freshnessOf(quote, marketAt(now, now - closesAt, max))];
        expect(rankAt(at + Math.max(a, b))).toBeGreaterThanOrEqual(rankAt(at + Math.min(a, b)));
      },
    );
    fc.assert(law, { numRuns: 3000 });
  });

  it("of the session or the day before is not stale within its age, and all is beyond it while the market is open", () => {
    const open = fc.integer({ min: -5_000_000, max: -1 });
    const law = fc.property(anyInstant(), open, maxQuoteAge, tradingDay, age, (now, closed, max, day, milliseconds) => {
      const quote = quoteOf("F", "1.00", { tradingDay: day, fetchedAt: instant(now - milliseconds) });
      const within = FRESH_WITHIN_AGE[day] ?? "stale";
      const expected = milliseconds <= max * 1000 ? within : "stale";
      expect(freshnessOf(quote, marketAt(now, closed, max))).toBe(expected);
    });
    fc.assert(law, { numRuns: 3000 });
  });

  it("of half an hour after the close is closed until the next session, whatever its age may be", () => {
    const law = fc.property(anyInstant(), age, maxQuoteAge, age, (closesAt, after, max, milliseconds) => {
      const fetchedAt = secondsAfter(closesAt, 1800 + after);
      const now = fetchedAt + milliseconds;
      const quote = quoteOf("F", "1.00", { tradingDay: dateOf("2026-06-15"), fetchedAt });
      expect(freshnessOf(quote, marketAt(now, now - closesAt, max))).toBe("closed");
    });
    fc.assert(law, { numRuns: 1000 });
  });
});
