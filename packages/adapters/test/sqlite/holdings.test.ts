import { closeSync, openSync, writeSync } from "node:fs";
import { sqliteLedger } from "@bourse/adapters/sqlite";
import { afterEntry, emptyPortfolio, secondsAfter, type AccountId, type Entry, type Portfolio } from "@bourse/core";
import { entriesFor, moneyOf, quantityOf, quoteOf, START, tally, valueOf, type Step } from "@bourse/testkit";
import { afterEach, beforeEach, expect, it } from "vitest";
import { newStore, type Store } from "./store.ts";

let store: Store;
beforeEach(() => {
  store = newStore();
});
afterEach(() => store.dispose());

const TOP_UP: Step = { status: "TOP-UP", amount: moneyOf("1000000000.00") };

function trading(tickers: readonly string[], rounds: number): Step[] {
  return Array.from({ length: rounds }, (_, round) => {
    const quote = quoteOf(tickers[round % tickers.length] ?? "AAPL", `${1 + (round % 89)}.0625`);
    const status = round % 3 === 2 ? ("SELLING-SHARES" as const) : ("BUYING-SHARES" as const);
    return { status, quote, quantity: quantityOf(1 + (round % 7)) };
  });
}

/** Appends the entries that the steps make, and answers what they add up to from the first one on. */
async function traded(accountId: AccountId, steps: readonly Step[]): Promise<Portfolio> {
  const ledger = sqliteLedger(store.db());
  const entries: readonly Entry[] = entriesFor(accountId, [TOP_UP, ...steps]);
  const appended = await Promise.all(entries.map((entry) => ledger.append([entry])));
  expect(tally(appended)).toEqual({ ok: entries.length });
  return entries.reduce(afterEntry, emptyPortfolio(accountId));
}

it("the portfolio of an account that traded much is the fold of its entries", async () => {
  const [accountId, other] = [await store.openAccount(), await store.openAccount()];
  const folded = await traded(accountId, trading(["AAPL", "BRK.B", "MSFT", "IBM", "KO", "T", "F"], 3000));
  const othersFold = await traded(other, trading(["AAPL", "ZTS"], 50));
  const ledger = sqliteLedger(store.reopen());
  expect(folded.holdings.size).toBe(7);
  expect(valueOf(await ledger.portfolio(accountId))).toEqual(folded);
  expect(valueOf(await ledger.portfolio(other))).toEqual(othersFold);
});

it("the portfolio at any past moment of an account that traded much is the fold until then", async () => {
  const accountId = await store.openAccount();
  const steps = [TOP_UP, ...trading(["AAPL", "BRK.B", "MSFT", "IBM", "KO", "T", "F"], 1500)];
  // Three entries to each second.
  const times = steps.map((_, index) => secondsAfter(START, Math.floor(index / 3)));
  const entries: readonly Entry[] = entriesFor(accountId, steps, times);
  const ledger = sqliteLedger(store.db());
  expect(tally(await Promise.all(entries.map((entry) => ledger.append([entry]))))).toEqual({ ok: entries.length });
  const again = sqliteLedger(store.reopen());
  const moments = new Set(times.filter((_, index) => index % 70 === 0));
  for (const at of moments) {
    const until = entries.filter((entry) => entry.at <= at);
    const folded = until.reduce(afterEntry, emptyPortfolio(accountId));
    expect(valueOf(await again.portfolio(accountId, at))).toEqual(folded);
  }
});

/** The numbers of the leaf pages that hold a table's or an index's rows, in their order. */
function leaves(name: string): number[] {
  return store
    .db()
    .prepare<[string], bigint>("SELECT pageno FROM dbstat WHERE name = ? AND pagetype = 'leaf' ORDER BY path")
    .pluck()
    .all(name)
    .map(Number);
}

/** Makes rubbish of whole pages of the file. Reading any of them fails from then on. */
function ruin(path: string, pages: readonly number[], pageSize: number): void {
  const file = openSync(path, "r+");
  for (const page of pages) writeSync(file, Buffer.alloc(pageSize, 0xff), 0, pageSize, (page - 1) * pageSize);
  closeSync(file);
}

it("a cold portfolio takes one row of each ticker: the pages between may be rubbish and nothing notices", async () => {
  const accountId = await store.openAccount();
  const folded = await traded(accountId, trading(["MSFT"], 3000));
  const pageSize = Number(store.db().pragma("page_size", { simple: true }));
  const cash = leaves("cash_transactions");
  const trades = leaves("stock_transactions");
  const byTicker = leaves("stock_transactions_ticker");
  for (const pages of [cash, trades, byTicker]) expect(pages.length).toBeGreaterThan(10);
  // The last row of each, and of the index the first one too: that is where the ticker is found.
  const between = [...cash.slice(0, -1), ...trades.slice(0, -1), ...byTicker.slice(1, -1)];
  const { path } = store;
  store.close();
  ruin(path, between, pageSize);
  const db = store.reopen();
  expect(valueOf(await sqliteLedger(db).portfolio(accountId))).toEqual(folded);
  expect(() => db.prepare("SELECT sum(amount) FROM cash_transactions").get()).toThrow(/malformed/);
});
