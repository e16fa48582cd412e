import assert from "node:assert/strict";
import {
  emptyPortfolio,
  instant,
  secondsAfter,
  type AccountId,
  type Entry,
  type Instant,
  type Ledger,
} from "@bourse/core";
import * as fc from "fast-check";
import { anySteps } from "../arbitraries.ts";
import { moneyOf, quantityOf, quoteOf, START } from "../builders.ts";
import { clause, type Clause } from "../contract.ts";
import { shown, timeShown } from "../shown.ts";
import { entriesFor, type Step } from "../drafts.ts";
import { nineEntries } from "./ledger-reads.ts";
import { appendAll, foldOf, type LedgerSubject } from "./ledger-subject.ts";
import { append, assertEntries, assertPortfolio, callOf } from "./ledger-told.ts";

const CASH: Step = { status: "TOP-UP", amount: moneyOf("1000.00") };
const BUY: Step = { status: "BUYING-SHARES", quote: quoteOf("F", "1.25"), quantity: quantityOf(2) };
const SELL: Step = { status: "SELLING-SHARES", quote: quoteOf("F", "2.00"), quantity: quantityOf(2) };
const OTHER: Step = { status: "BUYING-SHARES", quote: quoteOf("BRK.B", "480.0625"), quantity: quantityOf(1) };

/** The time as people read it. */
function callAt(accountId: AccountId, at: Instant): string {
  return `portfolio(${shown(accountId)}, ${timeShown(at)})`;
}

/** What had happened by each entry's time, a millisecond before it and a millisecond after, must be what is answered. */
async function assertPast(ledger: Ledger, accountId: AccountId, entries: readonly Entry[]): Promise<void> {
  const times = entries.flatMap(({ at }) => [at - 1, at, at + 1]);
  for (const at of new Set(times.map(instant))) {
    const until = entries.filter((entry) => entry.at <= at);
    const expected = foldOf(accountId, until);
    assertPortfolio(callAt(accountId, at), await ledger.portfolio(accountId, at), expected);
  }
}

/** What must hold of asking for the past, and of reading on from it. */
export const ledgerPast: readonly Clause<LedgerSubject>[] = [
  clause("4. the portfolio at a time is what had happened by then", async ({ port, openAccount, restart }) => {
    const accountId = await openAccount();
    const times = [10, 20, 30, 40, 50].map((seconds) => secondsAfter(START, seconds));
    const entries = entriesFor(accountId, [CASH, BUY, OTHER, SELL, BUY], times);
    assert.equal(entries.length, 5);
    await appendAll(port, entries);
    await assertPast(port, accountId, entries);
    const again = await restart();
    await assertPast(again, accountId, entries);
    for (const at of [instant(0), START]) {
      assertPortfolio(callAt(accountId, at), await again.portfolio(accountId, at), emptyPortfolio(accountId));
    }
    const yearsLater = secondsAfter(START, 1e9);
    const found = await again.portfolio(accountId, yearsLater);
    assertPortfolio(callAt(accountId, yearsLater), found, foldOf(accountId, entries));
  }),

  clause("4. entries of one time, as after a clock set back, have all happened by then", async (subject) => {
    const { port, openAccount, restart } = subject;
    const accountId = await openAccount();
    const times = [50, 20, 50, 10, 60].map((seconds) => secondsAfter(START, seconds));
    const entries = entriesFor(accountId, [CASH, BUY, SELL, OTHER, BUY], times);
    assert.equal(new Set(entries.map(({ at }) => at)).size, 2);
    await appendAll(port, entries);
    await assertPast(port, accountId, entries);
    await assertPast(await restart(), accountId, entries);
  }),

  clause("4. no later entry changes what had happened before it", async ({ port, openAccount }) => {
    const [accountId, other] = [await openAccount(), await openAccount()];
    const times = [10, 20, 30, 40].map((seconds) => secondsAfter(START, seconds));
    const entries = entriesFor(accountId, [CASH, BUY, OTHER, SELL], times);
    for (const [index, entry] of entries.entries()) {
      await append(port, [entry]);
      await assertPast(port, accountId, entries.slice(0, index + 1));
      await appendAll(port, nineEntries(other).slice(index, index + 1));
    }
  }),

  clause("4. at any time, after any entries, the portfolio is their fold", async ({ port, openAccount }) => {
    const jumps = fc.array(fc.integer({ min: -3, max: 10 }), { minLength: 20, maxLength: 20 });
    const law = fc.asyncProperty(anySteps(15), jumps, async (steps, seconds) => {
      const accountId = await openAccount();
      let clock = START;
      const times = seconds.map((jump) => (clock = secondsAfter(clock, jump)));
      const entries = entriesFor(accountId, steps, times);
      await appendAll(port, entries);
      await assertPast(port, accountId, entries);
    });
    await fc.assert(law, { numRuns: 20 });
  }),

  clause("5. tail answers oldest first, above `after`, at most `limit`", async ({ port, openAccount, restart }) => {
    const accountId = await openAccount();
    const entries = nineEntries(accountId);
    await appendAll(port, entries);
    const assertTail = async (ledger: Ledger, due: readonly Entry[], after: number, limit: number): Promise<void> => {
      const query = { accountId, after, limit };
      assertEntries(callOf("tail", query), await ledger.tail(query), due);
    };
    await assertTail(port, entries, 0, 100);
    const again = await restart();
    await assertTail(again, entries, 0, 9);
    await assertTail(again, entries.slice(0, 4), 0, 4);
    await assertTail(again, entries.slice(4, 8), 4, 4);
    await assertTail(again, entries.slice(8), 8, 4);
    await assertTail(again, [], 9, 4);
    await assertTail(again, [], 1_000_000, 4);
  }),
];
