import { sqliteLedger } from "@bourse/adapters/sqlite";
import type { AccountId, Entry } from "@bourse/core";
import { entriesFor, entryOf, moneyOf, quantityOf, quoteOf, requestOf, valueOf } from "@bourse/testkit";
import Database from "better-sqlite3";
import type { Store } from "./store.ts";

const AAPL = quoteOf("AAPL", "10.00");
const REQUESTS: Readonly<Record<number, string>> = { 1: "TOP-UP 1000.00", 3: "BUY 3 AAPL", 4: "SELL 4 AAPL" };

/** Opens an account with a bit of everything: cash in and out, two stocks, a sale in part, keys on some. */
export async function trader(store: Store): Promise<AccountId> {
  const accountId = await store.openAccount();
  const ledger = sqliteLedger(store.db());
  for (const entry of traded(accountId)) valueOf(await ledger.append(entry));
  return accountId;
}

function traded(accountId: AccountId): readonly Entry[] {
  const entries = entriesFor(accountId, [
    { status: "TOP-UP", amount: moneyOf("1000.00") },
    { status: "BUYING-SHARES", quote: AAPL, quantity: quantityOf(5) },
    { status: "BUYING-SHARES", quote: quoteOf("AAPL", "11.00"), quantity: quantityOf(3) },
    { status: "SELLING-SHARES", quote: quoteOf("AAPL", "12.00"), quantity: quantityOf(4) },
    { status: "BUYING-SHARES", quote: quoteOf("IBM", "20.00"), quantity: quantityOf(2) },
    { status: "SELLING-SHARES", quote: quoteOf("IBM", "19.50"), quantity: quantityOf(1) },
    { status: "WITHDRAWAL", amount: moneyOf("100.00") },
  ]);
  return entries.map((entry) => {
    const command = REQUESTS[entry.seq];
    return command === undefined ? entry : entryOf(entry, requestOf(`key-${entry.seq}`, command));
  });
}

/** Changes rows as no server would: with every trigger, constraint and reference out of the way, put back afterwards. */
export function plant(path: string, change: (db: Database.Database) => void): void {
  const db = new Database(path);
  try {
    const triggers = db.prepare<[], { name: string; sql: string }>(
      "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'",
    );
    const kept = triggers.all();
    db.pragma("foreign_keys = OFF");
    db.pragma("ignore_check_constraints = ON");
    for (const { name } of kept) db.exec(`DROP TRIGGER ${name}`);
    change(db);
    for (const { sql } of kept) db.exec(sql);
  } finally {
    db.close();
  }
}
