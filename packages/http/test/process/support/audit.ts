import { expect } from "vitest";
import { ask, listOf, units, type Holder, type Json } from "./client.ts";
import { CASH, TRADES, type Book } from "./load.ts";

const seqOf = ({ seq }: Json): number => Number(seq);

/**
 * Asserts that the accounts hold everything that the book has as acknowledged, each once and as it was answered, and
 * nothing else; and that every total is what the entries add up to. Nothing may be lost when it is asked.
 */
export async function audit(url: string, holders: readonly Holder[], book: Book): Promise<void> {
  expect(book.lost).toEqual([]);
  for (const holder of holders) {
    const entries = (await listOf(url, holder, CASH)).toReversed();
    const trades = (await listOf(url, holder, TRADES)).toReversed();
    auditCash(entries);
    auditAnswers(holder, book, entries, trades);
    await auditPortfolio(url, holder, entries, trades);
  }
}

/** Numbered without a gap, and each balance the one before and the amount. */
function auditCash(entries: readonly Json[]): void {
  expect(entries.map(seqOf)).toEqual(entries.map((_, index) => index + 1));
  let balance = 0n;
  for (const entry of entries) {
    balance += units(entry["amount"]);
    expect(units(entry["balance"]), `the balance after entry ${seqOf(entry)}`).toBe(balance);
  }
}

/** One entry for each acknowledged wish, one acknowledged wish for each entry, and the two say the same. */
function auditAnswers(holder: Holder, book: Book, entries: readonly Json[], trades: readonly Json[]): void {
  const done = book.acknowledged.filter(({ wish }) => wish.holder.accountId === holder.accountId);
  const answers = done.map(({ answer }) => answer).toSorted((a, b) => seqOf(a) - seqOf(b));
  expect(answers.map(seqOf)).toEqual(entries.map(seqOf));
  expect(answers.filter((answer) => "ticker" in answer)).toEqual(trades);
  const isTrade = new Set(trades.map(seqOf));
  expect(answers.filter((answer) => !("ticker" in answer))).toEqual(
    entries.filter((entry) => !isTrade.has(seqOf(entry))),
  );
}

async function auditPortfolio(
  url: string,
  { token }: Holder,
  entries: readonly Json[],
  trades: readonly Json[],
): Promise<void> {
  const shares = new Map<unknown, number>();
  for (const { action, quantity, ticker } of trades) {
    shares.set(ticker, (shares.get(ticker) ?? 0) + Number(quantity) * (action === "BUY" ? 1 : -1));
  }
  const cash = entries.at(-1)?.["balance"] ?? "0.00";
  expect((await ask(url, "/v1/accounts/me/balance", { token })).body["cash"]).toBe(cash);
  const { body } = await ask(url, "/v1/accounts/me/portfolio", { token });
  const held = (body["holdings"] as Json[]).map(({ ticker, quantity }) => [ticker, quantity]);
  expect(body["cash"]).toBe(cash);
  expect(new Map(held as [unknown, number][])).toEqual(new Map([...shares].filter(([, quantity]) => quantity > 0)));
}
