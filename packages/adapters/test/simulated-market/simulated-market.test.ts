import { simulatedMarket } from "@bourse/adapters/simulated-market";
import { LISTED_STOCKS } from "@bourse/adapters/stock-list";
import { formatMoney, instant, isWholeCents, type QuoteSource } from "@bourse/core";
import { errorOf, manualCalendar, manualClock, tickerOf, valueOf } from "@bourse/testkit";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

const NOW = Date.UTC(2026, 10, 20, 15, 0);
/** The farthest instants that a JavaScript date can be. */
const FARTHEST = 8_640_000_000_000_000;

function marketAt(at: number, seed?: string): QuoteSource {
  return simulatedMarket({
    clock: manualClock(instant(at)),
    calendar: manualCalendar(),
    ...(seed === undefined ? {} : { seed }),
  });
}

async function priceAt(at: number, text: string, seed?: string) {
  const quote = await marketAt(at, seed).latest(tickerOf(text));
  return valueOf(quote).price;
}

/** Thirteen prices of Apple, so many milliseconds apart. */
function pricesEvery(step: number): Promise<bigint[]> {
  return Promise.all(Array.from({ length: 13 }, (_, index) => priceAt(NOW + index * step, "AAPL")));
}

const dollars = (price: bigint) => Number(price) / 10_000;
const anyInstant = fc.oneof(
  fc.integer({ min: -FARTHEST, max: FARTHEST }),
  fc.integer({ min: NOW - 31_536_000_000, max: NOW + 31_536_000_000 }),
  fc.constantFrom(-FARTHEST, -1, 0, 1, FARTHEST),
);
const anyStock = fc.constantFrom(...LISTED_STOCKS.values());

describe("the simulated market", () => {
  // Written down, so that another engine, version or machine that computes otherwise is found out.
  it.each<[string, number, string | undefined, string]>([
    ["AAPL", NOW, undefined, "222.67"],
    ["AAPL", NOW + 15_000, undefined, "222.72"],
    ["AAPL", NOW, "another", "181.06"],
    ["BRK.B", 0, undefined, "585.48"],
    ["F", -1, undefined, "15.50"],
    ["LLY", FARTHEST, undefined, "928.04"],
    ["KO", -FARTHEST, "x", "69.67"],
  ])("%s at %d with seed %s costs what it did everywhere", async (text, at, seed, price) => {
    expect(formatMoney(await priceAt(at, text, seed))).toBe(price);
  });

  it("says when the quote is of, and that it is simulated", async () => {
    expect(valueOf(await marketAt(NOW).latest(tickerOf("AAPL")))).toStrictEqual({
      ticker: "AAPL",
      price: await priceAt(NOW, "AAPL"),
      tradingDay: "2026-11-20",
      fetchedAt: NOW,
      source: "simulated",
      previousClose: await priceAt(Date.UTC(2026, 10, 20), "AAPL"),
    });
  });

  it("knows the stocks of the list and no others", async () => {
    const listed = await marketAt(NOW).latestOf([...LISTED_STOCKS.keys()]);
    expect([...listed.values()].every((outcome) => outcome.isOk())).toBe(true);
    const unknown = await marketAt(NOW).latest(tickerOf("NOPE"));
    expect(errorOf(unknown)).toStrictEqual({ kind: "TickerNotFound", ticker: "NOPE" });
  });

  it("answers several as it answers each", async () => {
    const market = marketAt(NOW);
    const tickers = ["AAPL", "NOPE", "BRK.B", "AAPL"].map(tickerOf);
    const outcomes = await market.latestOf(tickers);
    expect([...outcomes.keys()]).toStrictEqual(["AAPL", "NOPE", "BRK.B"]);
    for (const [asked, outcome] of outcomes) expect(outcome).toStrictEqual(await market.latest(asked));
  });

  it("moves within a minute and over a year", async () => {
    expect(new Set(await pricesEvery(5000)).size).toBeGreaterThan(3);
    const months = (await pricesEvery(30 * 86_400_000)).map(dollars);
    expect(Math.max(...months) / Math.min(...months)).toBeGreaterThan(1.1);
  });
});

describe("laws of the simulated market", () => {
  it("a price is a function of seed, ticker and instant alone", () =>
    fc.assert(
      fc.asyncProperty(anyInstant, anyStock, fc.string(), async (at, stock, seed) => {
        expect(await priceAt(at, stock.ticker, seed)).toBe(await priceAt(at, stock.ticker, seed));
      }),
    ));

  it("a price is whole cents between half the level and twice it, at any instant", () =>
    fc.assert(
      fc.asyncProperty(anyInstant, anyStock, fc.string(), async (at, stock, seed) => {
        const price = await priceAt(at, stock.ticker, seed);
        expect(isWholeCents(price)).toBe(true);
        expect(dollars(price)).toBeGreaterThanOrEqual(stock.level / 2);
        expect(dollars(price)).toBeLessThanOrEqual(stock.level * 2);
      }),
      { numRuns: 2000 },
    ));

  it("a price moves within a second by no more than a twenty-fifth of a per cent of the level, and a cent's rounding", () =>
    fc.assert(
      fc.asyncProperty(anyInstant, anyStock, fc.string(), async (at, stock, seed) => {
        const before = dollars(await priceAt(at, stock.ticker, seed));
        const after = dollars(await priceAt(at + 1000, stock.ticker, seed));
        expect(Math.abs(after - before)).toBeLessThanOrEqual(stock.level * 0.0004 + 0.0101);
      }),
      { numRuns: 2000 },
    ));

  it("another seed is another market", () =>
    fc.assert(
      fc.asyncProperty(anyInstant, fc.uniqueArray(fc.string(), { minLength: 2, maxLength: 2 }), async (at, seeds) => {
        const [one, other] = await Promise.all(
          seeds.map(async (seed) => {
            const quotes = await marketAt(at, seed).latestOf([...LISTED_STOCKS.keys()]);
            return [...quotes.values()].map((outcome) => valueOf(outcome).price);
          }),
        );
        expect(one).not.toStrictEqual(other);
      }),
    ));
});
