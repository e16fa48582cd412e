import type { BourseDatabase } from "@bourse/adapters/sqlite";
import type { AccountId } from "@bourse/core";

const AT_ONCE = 100_000;
const PRICE = 100_0000n;

/** Told how many entries more there are. */
type Say = (more: number) => void;

/**
 * An account of as many trades, by turns over the tickers: nine are bought for each one sold, at one price. Straight into
 * the tables, with every constraint and trigger in force, since the use cases would take an hour for ten million.
 */
export function fill(
  { db }: BourseDatabase,
  accountId: AccountId,
  tickers: readonly string[],
  trades: number,
  say: Say,
): void {
  const cash = db.prepare("INSERT INTO cash_transactions VALUES (?, ?, ?, ?, ?, 0, ?, ?, ?)");
  const stock = db.prepare(
    "INSERT INTO stock_transactions VALUES (?, ?, ?, ?, 1, ?, '2026-11-20', ?, 'simulated', ?, ?, ?)",
  );
  const held = new Map<string, bigint>();
  // What one top-up may be at most: enough for ten million purchases.
  let balance = 1_000_000_000n * 10_000n;
  cash.run(accountId, 1n, balance, "TOP-UP", balance, 0n, "key-1", "TOP-UP 1000000000.00");

  const entry = (seq: number): void => {
    const ticker = tickers[seq % tickers.length] ?? "";
    const before = held.get(ticker) ?? 0n;
    const isSale = Math.floor(seq / tickers.length) % 10 === 9 && before > 0n;
    const shares = before + (isSale ? -1n : 1n);
    held.set(ticker, shares);
    const amount = isSale ? PRICE : -PRICE;
    balance += amount;
    const [number, at, action] = [BigInt(seq), BigInt(seq) * 10n, isSale ? "SELL" : "BUY"];
    const status = isSale ? "SELLING-SHARES" : "BUYING-SHARES";
    cash.run(accountId, number, amount, status, balance, at, `key-${seq}`, `${action} 1 ${ticker}`);
    stock.run(accountId, number, ticker, action, PRICE, at, isSale ? 0n : null, shares, shares * PRICE);
  };
  const some = db.transaction((from: number, to: number) => {
    for (let seq = from; seq < to; seq += 1) entry(seq);
  });
  for (let from = 2; from < trades + 2; from += AT_ONCE) {
    const to = Math.min(from + AT_ONCE, trades + 2);
    some.immediate(from, to);
    say(to - from);
  }
}

/** Gives another account the same first trades as one that was filled: half the work of filling it too. */
export function copyLedger({ db }: BourseDatabase, from: AccountId, to: AccountId, trades: number, say: Say): void {
  const copies = ["cash_transactions", "stock_transactions"].map((table) => {
    const [owner, ...others] = db.prepare<[], string>(`SELECT name FROM pragma_table_info('${table}')`).pluck().all();
    return db.prepare(
      `INSERT INTO ${table} SELECT ?, ${others.join(", ")} FROM ${table} WHERE ${owner} = ? AND seq BETWEEN ? AND ?`,
    );
  });
  const some = db.transaction((first: number, last: number) => {
    for (const copy of copies) copy.run(to, from, first, last);
  });
  for (let first = 1; first <= trades + 1; first += AT_ONCE) {
    const last = Math.min(first + AT_ONCE - 1, trades + 1);
    some.immediate(first, last);
    say(last - first + 1);
  }
}
