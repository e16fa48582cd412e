/*
 * What SQLite takes by itself: better-sqlite3 alone puts the rows of orders into a seeded file, so many to a commit, with
 * the product's schema and settings. Started by main.ts with the folder, the orders to a commit and the time in
 * milliseconds; prints what it did as JSON.
 */
import { join } from "node:path";
import { openSqlite } from "@bourse/adapters/sqlite";
import { DATABASE, TICKERS } from "./seed.ts";

export type Committed = { readonly orders: number; readonly seconds: number; readonly processorTime: number };

const [folder = "", batch = "", time = ""] = process.argv.slice(2);
const database = openSqlite(join(folder, DATABASE));
const { db } = database;
const accounts = db
  .prepare<[], { id: string; seq: bigint; balance: bigint }>(
    `SELECT account_id AS id, max(seq) AS seq, balance_after AS balance FROM cash_transactions GROUP BY account_id`,
  )
  .all();
const cash = db.prepare("INSERT INTO cash_transactions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
const stock = db.prepare("INSERT INTO stock_transactions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");

let orders = 0;
function order(): void {
  const account = accounts[orders % accounts.length];
  if (!account) throw new Error("there is no account");
  const { id, balance } = account;
  const ticker = TICKERS[orders % TICKERS.length];
  orders += 1;
  account.seq += 1n;
  const now = BigInt(Date.now());
  cash.run(id, account.seq, -1_120_000n, "BUYING-SHARES", balance, 0n, now, crypto.randomUUID(), `BUY 1 ${ticker}`);
  stock.run(id, account.seq, ticker, "BUY", 1n, 1_120_000n, "2026-11-20", now, "simulated", null, 101n, 113_120_000n);
}
const commit = db.transaction(() => {
  for (let index = 0; index < Number(batch); index += 1) order();
});

const warm = performance.now() + Number(time) / 4;
while (performance.now() < warm) commit.immediate();
const [before, done, began] = [process.cpuUsage(), orders, performance.now()];
while (performance.now() - began < Number(time)) commit.immediate();
const { user, system } = process.cpuUsage(before);
const result: Committed = {
  orders: orders - done,
  seconds: (performance.now() - began) / 1000,
  processorTime: user + system,
};
database.close();
console.log(JSON.stringify(result));
