import { instant, nameOnly, type StockProfile } from "@bourse/core";
import { dateOf, moneyOf, START, tickerOf, valueOf } from "@bourse/testkit";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { PriceDatabase } from "./database.ts";

const AAPL = tickerOf("AAPL");
const NAME: StockProfile = nameOnly(AAPL, "Apple's", "NASDAQ");
const ALL: StockProfile = {
  ...NAME,
  sector: "TECHNOLOGY",
  industry: "CONSUMER ELECTRONICS",
  description: "🂡".repeat(5000),
  // The most that the wire's 14 digits can say.
  marketCapitalization: moneyOf("99999999999999.9999"),
  dividendPerShare: moneyOf("0.00"),
  fiftyTwoWeekHigh: moneyOf("260.1001"),
  fiftyTwoWeekLow: moneyOf("0.0001"),
  asOf: dateOf("2026-06-15"),
};

/** What every store of company details must hold. */
export function keptProfiles(open: () => Promise<PriceDatabase>): void {
  let db: PriceDatabase;
  beforeEach(async () => {
    db = await open();
  });
  afterEach(() => db.dispose());

  it.each([
    { what: "all of them", kept: { profile: ALL, askedAt: START, found: true } },
    { what: "a name alone", kept: { profile: { ...NAME, exchange: null }, askedAt: START, found: true } },
    { what: "those of before", kept: { profile: ALL, askedAt: START, found: false } },
    { what: "none at all", kept: { profile: null, askedAt: START, found: false } },
  ])("are found as they were kept, also by a new process: $what", async ({ kept }) => {
    const profiles = db.stores().profiles;
    expect(valueOf(await profiles.find(AAPL))).toBeNull();
    valueOf(await profiles.keep(AAPL, { profile: ALL, askedAt: instant(1), found: true }));
    valueOf(await profiles.keep(AAPL, kept));
    expect(valueOf(await profiles.find(AAPL))).toStrictEqual(kept);
    expect(valueOf(await (await db.reopen()).profiles.find(AAPL))).toStrictEqual(kept);
  });

  it("of tickers that never had any are at most 10 000, the last that were asked for", async () => {
    await db.run(`INSERT INTO profiles (ticker, asked_at, found)
         WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000) SELECT 'T' || i, i, 0 FROM n`);
    const profiles = db.stores().profiles;
    valueOf(await profiles.keep(AAPL, { profile: NAME, askedAt: instant(0), found: false }));
    expect(await db.rows("profiles")).toBe(10_001);
    valueOf(await profiles.keep(tickerOf("NOPE"), { profile: null, askedAt: START, found: false }));
    expect(await db.rows("profiles")).toBe(10_001);
    expect(valueOf(await profiles.find(AAPL))?.profile).toEqual(NAME);
    expect(await db.rows("profiles WHERE ticker = 'T1'")).toBe(0);
  });

  it.each([
    "(ticker, asked_at, found) VALUES ('A', 1, 1)",
    "(ticker, asked_at, found) VALUES ('A', 1, 2)",
    "(ticker, asked_at, found, sector) VALUES ('A', 1, 0, 'x')",
    "(ticker, asked_at, found, as_of) VALUES ('A', 1, 0, '2026-06-15')",
    "(ticker, asked_at, found, name) VALUES ('A', 1, 1, '')",
    "(ticker, asked_at, found, name, market_capitalization) VALUES ('A', 1, 1, 'x', 0)",
    "(ticker, asked_at, found, name, dividend_per_share) VALUES ('A', 1, 1, 'x', -1)",
    "(ticker, asked_at, found, name, fifty_two_week_high) VALUES ('A', 1, 1, 'x', 0)",
    "(ticker, asked_at, found, name, fifty_two_week_low) VALUES ('A', 1, 1, 'x', 0)",
  ])("are whole: %s", async (columns) => {
    expect(await db.run(`INSERT INTO profiles ${columns}`)).toMatch(/CHECK/i);
  });
}
