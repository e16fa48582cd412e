import assert from "node:assert/strict";
import { emptyPortfolio, isTrade, type AccountId, type Entry, type IdempotencyKey } from "@bourse/core";
import * as fc from "fast-check";
import { anySteps } from "../arbitraries.ts";
import { valueOf } from "../assertions.ts";
import { accountIdOf, moneyOf, quantityOf, quoteOf, requestOf } from "../builders.ts";
import { clause, type Clause } from "../contract.ts";
import { entriesFor, type Step } from "../drafts.ts";
import { firstTopUp, oneOfEach } from "./ledger-appends.ts";
import { appendAll, foldOf, type LedgerSubject } from "./ledger-subject.ts";

const CASH: Step = { status: "TOP-UP", amount: moneyOf("1000.00") };
const BUY: Step = { status: "BUYING-SHARES", quote: quoteOf("F", "1.25"), quantity: quantityOf(1) };

/** Nine entries; 3, 6 and 9 are trades. */
export function nineEntries(accountId: AccountId): Entry[] {
  return entriesFor(accountId, [CASH, CASH, BUY, CASH, CASH, BUY, CASH, CASH, BUY]);
}

export function seqs(entries: readonly Entry[]): number[] {
  return entries.map(({ seq }) => seq);
}

/** What must hold of asking. */
export const ledgerReads: readonly Clause<LedgerSubject>[] = [
  clause("4. an account without entries has an empty portfolio", async ({ port, openAccount }) => {
    const accountId = await openAccount();
    assert.deepEqual(valueOf(await port.portfolio(accountId)), emptyPortfolio(accountId));
    const nobody = accountIdOf(999_999);
    assert.deepEqual(valueOf(await port.portfolio(nobody)), emptyPortfolio(nobody));
  }),

  clause("4. the portfolio is what the entries add up to, after each of them", async ({ port, openAccount }) => {
    const law = fc.asyncProperty(anySteps(20), async (steps) => {
      const accountId = await openAccount();
      const entries = entriesFor(accountId, steps);
      for (const [index, entry] of entries.entries()) {
        valueOf(await port.append([entry]));
        const expected = foldOf(accountId, entries.slice(0, index + 1));
        assert.deepEqual(valueOf(await port.portfolio(accountId)), expected);
      }
    });
    await fc.assert(law, { numRuns: 20 });
  }),

  clause(
    "4. a ticker whose last share is sold is no holding, until it is bought again",
    async ({ port, openAccount }) => {
      const accountId = await openAccount();
      const sell: Step = { status: "SELLING-SHARES", quote: quoteOf("F", "2.00"), quantity: quantityOf(1) };
      const entries = entriesFor(accountId, [CASH, BUY, sell, BUY]);
      await appendAll(port, entries.slice(0, 3));
      assert.equal(valueOf(await port.portfolio(accountId)).holdings.size, 0);
      await appendAll(port, entries.slice(3));
      assert.deepEqual(valueOf(await port.portfolio(accountId)), foldOf(accountId, entries));
    },
  ),

  clause("5. entries answers newest first, below `before`, at most `limit`", async ({ port, openAccount }) => {
    const accountId = await openAccount();
    await appendAll(port, nineEntries(accountId));
    const pageOf = async (limit: number, before?: number): Promise<number[]> =>
      seqs(valueOf(await port.entries({ accountId, limit, ...(before !== undefined && { before }) })));
    assert.deepEqual(await pageOf(100), [9, 8, 7, 6, 5, 4, 3, 2, 1]);
    assert.deepEqual(await pageOf(4), [9, 8, 7, 6]);
    assert.deepEqual(await pageOf(4, 6), [5, 4, 3, 2]);
    assert.deepEqual(await pageOf(4, 2), [1]);
    assert.deepEqual(await pageOf(4, 1), []);
    assert.deepEqual(await pageOf(2, 1_000_000), [9, 8]);
  }),

  clause("5. trades answers trades alone, and its limit counts only them", async ({ port, openAccount }) => {
    const accountId = await openAccount();
    const entries = nineEntries(accountId);
    await appendAll(port, entries);
    const newestFirst = entries.filter(isTrade).toReversed();
    assert.deepEqual(valueOf(await port.trades({ accountId, limit: 100 })), newestFirst);
    assert.deepEqual(valueOf(await port.trades({ accountId, limit: 2 })), newestFirst.slice(0, 2));
    assert.deepEqual(valueOf(await port.trades({ accountId, limit: 2, before: 9 })), newestFirst.slice(1));
    assert.deepEqual(valueOf(await port.trades({ accountId, limit: 2, before: 3 })), []);
  }),

  clause("5. no query answers another account's entries", async ({ port, openAccount }) => {
    const [accountId, other, idle] = [await openAccount(), await openAccount(), await openAccount()];
    const [mine, theirs] = [oneOfEach(accountId), nineEntries(other)];
    for (let index = 0; index < 9; index += 1) {
      await appendAll(port, mine.slice(index, index + 1));
      await appendAll(port, theirs.slice(index, index + 1));
    }
    assert.deepEqual(valueOf(await port.entries({ accountId, limit: 100 })), mine.toReversed());
    assert.deepEqual(valueOf(await port.trades({ accountId, limit: 100 })), mine.filter(isTrade).toReversed());
    assert.deepEqual(valueOf(await port.entries({ accountId: idle, limit: 100 })), []);
    assert.deepEqual(valueOf(await port.trades({ accountId: idle, limit: 100 })), []);
    assert.deepEqual(valueOf(await port.tail({ accountId, after: 0, limit: 100 })), mine);
    assert.deepEqual(valueOf(await port.tail({ accountId: idle, after: 0, limit: 100 })), []);
    assert.equal(valueOf(await port.entry(accountId, 9)), null);
    assert.deepEqual(valueOf(await port.entry(other, 9)), theirs[8]);
  }),

  clause("6. entry answers the entry of that number, or null", async ({ port, openAccount }) => {
    const accountId = await openAccount();
    const entries = oneOfEach(accountId);
    await appendAll(port, entries);
    for (const entry of entries) assert.deepEqual(valueOf(await port.entry(accountId, entry.seq)), entry);
    for (const seq of [0, -1, 5, Number.MAX_SAFE_INTEGER])
      assert.equal(valueOf(await port.entry(accountId, seq)), null);
  }),

  clause("6. entryByKey answers the account's own entry under exactly that key, or null", async (subject) => {
    const { port, openAccount } = subject;
    const [accountId, other] = [await openAccount(), await openAccount()];
    const entry = { ...firstTopUp(accountId, 1), request: requestOf("Key-1%_\\'", "TOP-UP 0.01") };
    await appendAll(port, [entry, firstTopUp(other, 2, "theirs")]);
    const byKey = async (key: string): Promise<Entry | null> =>
      valueOf(await port.entryByKey(accountId, key as IdempotencyKey));
    assert.deepEqual(await byKey("Key-1%_\\'"), entry);
    for (const key of ["key-1%_\\'", "Key-1", "Key-1%_\\' ", "theirs", "%", ""]) assert.equal(await byKey(key), null);
  }),
];
