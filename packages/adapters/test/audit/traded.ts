import type { AccountId, Entry } from "@bourse/core";
import { entriesFor, entryOf, moneyOf, quantityOf, quoteOf, requestOf } from "@bourse/testkit";

const AAPL = quoteOf("AAPL", "10.00");
const REQUESTS: Readonly<Record<number, string>> = { 1: "TOP-UP 1000.00", 3: "BUY 3 AAPL", 4: "SELL 4 AAPL" };

/** An account's entries with a bit of everything: cash in and out, two stocks, a sale in part, keys on some. */
export function traded(accountId: AccountId): readonly Entry[] {
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
