import { instant, type LatestQuote } from "@bourse/core";
import { moneyOf, quoteOf, START, tickerOf, valueOf } from "@bourse/testkit";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { PriceDatabase } from "./database.ts";

const AAPL = tickerOf("AAPL");
const QUOTE: LatestQuote = { ...quoteOf("AAPL", "190.0625"), previousClose: moneyOf("189.00") };

/** What every store of quotes must hold. */
export function keptQuotes(open: () => Promise<PriceDatabase>): void {
  let db: PriceDatabase;
  beforeEach(async () => {
    db = await open();
  });
  afterEach(() => db.dispose());

  it.each([
    { what: "one that holds", kept: { quote: QUOTE, unknownSince: null } },
    { what: "one in doubt", kept: { quote: { ...QUOTE, previousClose: null }, unknownSince: START } },
    { what: "none at all", kept: { quote: null, unknownSince: START } },
  ])("are found as they were kept, also by a new process: $what", async ({ kept }) => {
    const quotes = db.stores().quotes;
    expect(valueOf(await quotes.find(AAPL))).toBeNull();
    valueOf(await quotes.keep(AAPL, { quote: null, unknownSince: instant(1) }));
    valueOf(await quotes.keep(AAPL, kept));
    expect(valueOf(await quotes.find(AAPL))).toEqual(kept);
    expect(valueOf(await (await db.reopen()).quotes.find(AAPL))).toEqual(kept);
  });

  it("of tickers that never had one are at most 10 000, the last that were asked for", async () => {
    await db.run(`INSERT INTO quotes (ticker, unknown_since)
         WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000) SELECT 'T' || i, i FROM n`);
    const quotes = db.stores().quotes;
    valueOf(await quotes.keep(AAPL, { quote: QUOTE, unknownSince: instant(0) }));
    expect(await db.rows("quotes")).toBe(10_001);
    valueOf(await quotes.keep(tickerOf("NOPE"), { quote: null, unknownSince: START }));
    expect(await db.rows("quotes")).toBe(10_001);
    expect(valueOf(await quotes.find(AAPL))?.quote).toEqual(QUOTE);
    expect(await db.rows("quotes WHERE ticker = 'T1'")).toBe(0);
  });

  it.each([
    "INSERT INTO quotes (ticker) VALUES ('A')",
    "INSERT INTO quotes (ticker, price) VALUES ('A', 1)",
    "INSERT INTO quotes VALUES ('A', 0, NULL, '2026-06-15', 1, 'x', NULL)",
    "INSERT INTO quotes VALUES ('A', 1, NULL, NULL, 1, 'x', NULL)",
    "INSERT INTO quotes VALUES ('A', NULL, 1, NULL, NULL, NULL, 1)",
  ])("are whole: %s", async (sql) => {
    expect(await db.run(sql)).toMatch(/CHECK/i);
  });
}
