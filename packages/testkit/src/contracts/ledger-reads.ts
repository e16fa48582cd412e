import assert from "node:assert/strict";
import { emptyPortfolio, isTrade, type AccountId, type Entry, type IdempotencyKey } from "@bourse/core";
import * as fc from "fast-check";
import { anySteps } from "../arbitraries.ts";
import { accountIdOf, moneyOf, quantityOf, quoteOf, requestOf } from "../builders.ts";
import { clause, type Clause } from "../contract.ts";
import { entriesFor, type Step } from "../drafts.ts";
import { firstTopUp, oneOfEach } from "./ledger-appends.ts";
import { appendAll, foldOf, type LedgerSubject } from "./ledger-subject.ts";
import { append, assertEntries, assertEntry, assertPortfolio, callOf } from "./ledger-told.ts";

const CASH: Step = { status: "TOP-UP", amount: moneyOf("1000.00") };
const BUY: Step = { status: "BUYING-SHARES", quote: quoteOf("F", "1.25"), quantity: quantityOf(1) };

/** Nine entries; 3, 6 and 9 are trades. */
export function nineEntries(accountId: AccountId): Entry[] {
  return entriesFor(accountId, [CASH, CASH, BUY, CASH, CASH, BUY, CASH, CASH, BUY]);
}

/** Those of the entries that have these numbers, in the numbers' order. */
function numbered(entries: readonly Entry[], numbers: readonly number[]): readonly Entry[] {
  return numbers.flatMap((seq) => entries.filter((entry) => entry.seq === seq));
}

/** What must hold of asking. */
export const ledgerReads: readonly Clause<LedgerSubject>[] = [
  clause("4. an account without entries has an empty portfolio", async ({ port, openAccount }) => {
    const accountId = await openAccount();
    for (const id of [accountId, accountIdOf(999_999)]) {
      assertPortfolio(callOf("portfolio", id), await port.portfolio(id), emptyPortfolio(id));
    }
  }),

  clause("4. the portfolio is what the entries add up to, after each of them", async ({ port, openAccount }) => {
    const law = fc.asyncProperty(anySteps(20), async (steps) => {
      const accountId = await openAccount();
      const entries = entriesFor(accountId, steps);
      for (const [index, entry] of entries.entries()) {
        await append(port, [entry]);
        const expected = foldOf(accountId, entries.slice(0, index + 1));
        assertPortfolio(callOf("portfolio", accountId), await port.portfolio(accountId), expected);
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
      const call = callOf("portfolio", accountId);
      assertPortfolio(call, await port.portfolio(accountId), foldOf(accountId, entries.slice(0, 3)));
      assert.equal(foldOf(accountId, entries.slice(0, 3)).holdings.size, 0);
      await appendAll(port, entries.slice(3));
      assertPortfolio(call, await port.portfolio(accountId), foldOf(accountId, entries));
    },
  ),

  clause("5. entries answers newest first, below `before`, at most `limit`", async ({ port, openAccount }) => {
    const accountId = await openAccount();
    const entries = nineEntries(accountId);
    await appendAll(port, entries);
    const assertPage = async (due: readonly number[], limit: number, before?: number): Promise<void> => {
      const query = { accountId, limit, ...(before !== undefined && { before }) };
      assertEntries(callOf("entries", query), await port.entries(query), numbered(entries, due));
    };
    await assertPage([9, 8, 7, 6, 5, 4, 3, 2, 1], 100);
    await assertPage([9, 8, 7, 6], 4);
    await assertPage([5, 4, 3, 2], 4, 6);
    await assertPage([1], 4, 2);
    await assertPage([], 4, 1);
    await assertPage([9, 8], 2, 1_000_000);
  }),

  clause("5. trades answers trades alone, and its limit counts only them", async ({ port, openAccount }) => {
    const accountId = await openAccount();
    const entries = nineEntries(accountId);
    await appendAll(port, entries);
    const assertPage = async (due: readonly number[], limit: number, before?: number): Promise<void> => {
      const query = { accountId, limit, ...(before !== undefined && { before }) };
      assertEntries(callOf("trades", query), await port.trades(query), numbered(entries, due));
    };
    await assertPage([9, 6, 3], 100);
    await assertPage([9, 6], 2);
    await assertPage([6, 3], 2, 9);
    await assertPage([], 2, 3);
  }),

  clause("5. no query answers another account's entries", async ({ port, openAccount }) => {
    const [accountId, other, idle] = [await openAccount(), await openAccount(), await openAccount()];
    const [mine, theirs] = [oneOfEach(accountId), nineEntries(other)];
    for (let index = 0; index < 9; index += 1) {
      await appendAll(port, mine.slice(index, index + 1));
      await appendAll(port, theirs.slice(index, index + 1));
    }
    const all = async (id: AccountId, due: readonly Entry[]): Promise<void> => {
      const [query, tail] = [
        { accountId: id, limit: 100 },
        { accountId: id, after: 0, limit: 100 },
      ];
      assertEntries(callOf("entries", query), await port.entries(query), due.toReversed());
      assertEntries(callOf("trades", query), await port.trades(query), due.filter(isTrade).toReversed());
      assertEntries(callOf("tail", tail), await port.tail(tail), due);
    };
    await all(accountId, mine);
    await all(other, theirs);
    await all(idle, []);
    assertEntry(callOf("entry", accountId, 9), await port.entry(accountId, 9), null);
    assertEntry(callOf("entry", other, 9), await port.entry(other, 9), theirs[8] ?? null);
  }),

  clause("6. entry answers the entry of that number, or null", async ({ port, openAccount }) => {
    const accountId = await openAccount();
    const entries = oneOfEach(accountId);
    await appendAll(port, entries);
    for (const seq of [1, 2, 3, 4, 0, -1, 5, Number.MAX_SAFE_INTEGER]) {
      const expected = entries.find((entry) => entry.seq === seq) ?? null;
      assertEntry(callOf("entry", accountId, seq), await port.entry(accountId, seq), expected);
    }
  }),

  clause("6. entryByKey answers the account's own entry under exactly that key, or null", async (subject) => {
    const { port, openAccount } = subject;
    const [accountId, other] = [await openAccount(), await openAccount()];
    const entry = { ...firstTopUp(accountId, 1), request: requestOf("Key-1%_\\'", "TOP-UP 0.01") };
    await appendAll(port, [entry, firstTopUp(other, 2, "theirs")]);
    for (const key of ["Key-1%_\\'", "key-1%_\\'", "Key-1", "Key-1%_\\' ", "theirs", "%", ""]) {
      const found = await port.entryByKey(accountId, key as IdempotencyKey);
      assertEntry(callOf("entryByKey", accountId, key), found, key === entry.request.key ? entry : null);
    }
  }),
];
