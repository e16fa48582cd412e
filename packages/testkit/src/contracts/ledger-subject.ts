import assert from "node:assert/strict";
import {
  afterEntry,
  emptyPortfolio,
  isTrade,
  type AccountId,
  type Entry,
  type Ledger,
  type Portfolio,
} from "@bourse/core";
import { valueOf } from "../assertions.ts";
import type { DurableSubject } from "../contract.ts";

/** A ledger to be checked. */
export type LedgerSubject = DurableSubject<Ledger> & {
  /** Opens an account that the ledger may have entries of. */
  readonly openAccount: () => Promise<AccountId>;
  /**
   * Makes the next append fail as StoreUnavailable, at the worst moment that the adapter can arrange, such as between
   * its two legs. Left out where no such moment can be made.
   */
  readonly breakNextAppend?: () => Promise<void> | void;
};

const ALL = 1_000_000;

/** All entries of an account, oldest first. */
export async function historyOf(ledger: Ledger, accountId: AccountId): Promise<readonly Entry[]> {
  return valueOf(await ledger.entries({ accountId, limit: ALL })).toReversed();
}

/** Appends one after the other; each must succeed. */
export async function appendAll(ledger: Ledger, entries: readonly Entry[]): Promise<void> {
  for (const entry of entries) valueOf(await ledger.append([entry]));
}

/** What the entries add up to, worked out from the first one on. */
export function foldOf(accountId: AccountId, entries: readonly Entry[]): Portfolio {
  return entries.reduce(afterEntry, emptyPortfolio(accountId));
}

/** Asserts that an account has exactly these entries, by whichever way the ledger is asked. */
export async function assertHistory(ledger: Ledger, accountId: AccountId, expected: readonly Entry[]): Promise<void> {
  assert.deepEqual(await historyOf(ledger, accountId), expected);
  const trades = valueOf(await ledger.trades({ accountId, limit: ALL })).toReversed();
  assert.deepEqual(trades, expected.filter(isTrade));
  assert.deepEqual(valueOf(await ledger.portfolio(accountId)), foldOf(accountId, expected));
  for (const entry of expected) {
    assert.deepEqual(valueOf(await ledger.entry(accountId, entry.seq)), entry);
    if (entry.request) assert.deepEqual(valueOf(await ledger.entryByKey(accountId, entry.request.key)), entry);
  }
  assert.equal(valueOf(await ledger.entry(accountId, expected.length + 1)), null);
}
