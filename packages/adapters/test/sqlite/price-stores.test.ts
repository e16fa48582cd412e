import { sqliteBudgetStore, sqliteCloseStore, sqliteQuoteStore } from "@bourse/adapters/sqlite";
import { instant, type LatestQuote, type Need } from "@bourse/core";
import { dateOf, moneyOf, quoteOf, START, tickerOf, valueOf } from "@bourse/testkit";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { newStore, type Store } from "./store.ts";

let store: Store;
beforeEach(() => {
  store = newStore();
});
afterEach(() => store.dispose());

const AAPL = tickerOf("AAPL");
const QUOTE: LatestQuote = { ...quoteOf("AAPL", "190.0625"), previousClose: moneyOf("189.00") };

/** How many rows a table has. */
function rows(table: string): number {
  return Number(store.db().prepare(`SELECT COUNT(*) FROM ${table}`).pluck().get());
}

/** What SQLite says to a statement that goes past all of the adapter's own code. */
function run(sql: string): string {
  try {
    store.db().exec(sql);
    return "done";
  } catch (error) {
    return String(error instanceof Error ? error.message : error);
  }
}

describe("kept quotes", () => {
  it.each([
    { what: "one that holds", kept: { quote: QUOTE, unknownSince: null } },
    { what: "one in doubt", kept: { quote: { ...QUOTE, previousClose: null }, unknownSince: START } },
    { what: "none at all", kept: { quote: null, unknownSince: START } },
  ])("are found as they were kept, also by a new process: $what", async ({ kept }) => {
    const quotes = sqliteQuoteStore(store.db());
    expect(valueOf(await quotes.find(AAPL))).toBeNull();
    valueOf(await quotes.keep(AAPL, { quote: null, unknownSince: instant(1) }));
    valueOf(await quotes.keep(AAPL, kept));
    expect(valueOf(await quotes.find(AAPL))).toEqual(kept);
    expect(valueOf(await sqliteQuoteStore(store.reopen()).find(AAPL))).toEqual(kept);
  });

  it("of tickers that never had one are at most 10 000, the last that were asked for", async () => {
    run(`INSERT INTO quotes (ticker, unknown_since)
         WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000) SELECT 'T' || i, i FROM n`);
    const quotes = sqliteQuoteStore(store.db());
    valueOf(await quotes.keep(AAPL, { quote: QUOTE, unknownSince: instant(0) }));
    expect(rows("quotes")).toBe(10_001);
    valueOf(await quotes.keep(tickerOf("NOPE"), { quote: null, unknownSince: START }));
    expect(rows("quotes")).toBe(10_001);
    expect(valueOf(await quotes.find(AAPL))?.quote).toEqual(QUOTE);
    expect(rows("quotes WHERE ticker = 'T1'")).toBe(0);
  });

  it.each([
    "INSERT INTO quotes (ticker) VALUES ('A')",
    "INSERT INTO quotes (ticker, price) VALUES ('A', 1)",
    "INSERT INTO quotes VALUES ('A', 0, NULL, '2026-06-15', 1, 'x', NULL)",
    "INSERT INTO quotes VALUES ('A', 1, NULL, NULL, 1, 'x', NULL)",
    "INSERT INTO quotes VALUES ('A', NULL, 1, NULL, NULL, NULL, 1)",
  ])("are whole: %s", (sql) => {
    expect(run(sql)).toMatch(/CHECK/);
  });
});

describe("counted requests", () => {
  const DAY = "2026-06-15";
  const spent = (now: number, day = DAY, request?: Need) =>
    sqliteBudgetStore(store.db()).change({ now: instant(now), day, recent: 2 }, (found) => ({
      answer: found,
      request: request && { need: request, isUnderWay: false },
    }));

  it("are told by day and need, the newest first, also to a new process", async () => {
    for (const need of ["look", "trade", "look"] as const) valueOf(await spent(START, DAY, need));
    valueOf(await spent(START + 5, "2026-06-16", "valuation"));
    store.reopen();
    expect(valueOf(await spent(START + 9))).toEqual({
      today: { look: 2, trade: 1, valuation: 0 },
      recent: [START + 5, START],
      underWay: null,
      reached: null,
    });
  });

  it("that are waited for are under way, also to a new process, until they are over: that is then their time", async () => {
    const query = (now: number) => ({ now: instant(now), day: DAY, recent: 2 });
    const request = { need: "look", isUnderWay: true } as const;
    valueOf(await spent(START - 9, DAY, "look"));
    valueOf(await sqliteBudgetStore(store.db()).change(query(START), () => ({ answer: null, request })));
    store.reopen();
    expect(valueOf(await spent(START + 3))).toMatchObject({ recent: [START, START - 9], underWay: START });
    valueOf(await sqliteBudgetStore(store.db()).change(query(START + 5), () => ({ answer: null, isOver: true })));
    expect(valueOf(await spent(START + 9))).toMatchObject({ recent: [START + 5, START - 9], underWay: null });
  });

  it("are taken to have been made now, once the clock is set back, and count for their own day", async () => {
    valueOf(await spent(START, DAY, "look"));
    expect(valueOf(await spent(START - 1000)).recent).toEqual([START - 1000]);
    expect(valueOf(await spent(START)).recent).toEqual([START - 1000]);
    expect(valueOf(await spent(START)).today.look).toBe(1);
  });

  it("are at most 10 001", async () => {
    run(`INSERT INTO price_requests WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 12000)
         SELECT i, '2020-01-01', 'look', 0 FROM n`);
    valueOf(await spent(START, DAY, "trade"));
    expect(rows("price_requests")).toBe(10_001);
    expect(valueOf(await spent(START)).today.trade).toBe(1);
  });

  it("a limit that was reached is kept until another is, or until it is over", async () => {
    const budget = sqliteBudgetStore(store.db());
    const query = { now: START, day: DAY, recent: 1 };
    for (const limit of ["day", "minute"] as const) {
      const reached = { limit, since: START, day: DAY, wait: limit === "day" ? 3_600_000 : 7000 };
      valueOf(await budget.change(query, () => ({ answer: null, reached })));
      expect(valueOf(await spent(START)).reached).toEqual(reached);
    }
    expect(valueOf(await spent(START - 1)).reached?.since).toBe(START - 1);
    expect(rows("price_refusals")).toBe(1);
    valueOf(await budget.change(query, () => ({ answer: null, reached: null })));
    expect(valueOf(await spent(START)).reached).toBeNull();
  });

  it("are not counted when deciding fails", async () => {
    const budget = sqliteBudgetStore(store.db());
    const query = { now: START, day: DAY, recent: 1 };
    expect(() =>
      budget.change(query, () => {
        throw new Error("a bug");
      }),
    ).toThrow("a bug");
    run("DROP TABLE price_refusals");
    const failed = await budget.change(query, () => ({
      answer: null,
      request: { need: "look", isUnderWay: false },
    }));
    expect(failed.isErr() && failed.error.kind).toBe("StoreUnavailable");
    expect(rows("price_requests")).toBe(0);
  });
});

describe("kept closes", () => {
  const [monday, tuesday] = [dateOf("2026-06-15"), dateOf("2026-06-16")];
  const asked = { at: START, known: true };

  it("never change, by the adapter or past it", async () => {
    const closes = sqliteCloseStore(store.db());
    valueOf(await closes.keep(AAPL, { closes: new Map([[monday, moneyOf("1.00")]]), asked }));
    const again = new Map([
      [monday, moneyOf("2.00")],
      [tuesday, moneyOf("3.00")],
    ]);
    valueOf(await closes.keep(AAPL, { closes: again, asked: { at: START, known: false } }));
    expect(valueOf(await closes.find(AAPL, monday, tuesday))).toEqual({
      closes: new Map([
        [monday, moneyOf("1.00")],
        [tuesday, moneyOf("3.00")],
      ]),
      asked: { at: START, known: false },
    });
    expect(valueOf(await closes.find(AAPL, tuesday, tuesday)).closes.size).toBe(1);
    expect(run("UPDATE daily_closes SET price = 2")).toBe("a close never changes");
  });

  it("are all kept or none", async () => {
    const closes = sqliteCloseStore(store.db());
    run("DROP TABLE daily_closes_asked");
    const failed = await closes.keep(AAPL, { closes: new Map([[monday, moneyOf("1.00")]]), asked });
    expect(failed.isErr() && failed.error.kind).toBe("StoreUnavailable");
    expect(rows("daily_closes")).toBe(0);
  });
});
