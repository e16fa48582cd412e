import {
  afterEntry,
  emptyPortfolio,
  isTrade,
  type AccountId,
  type Entry,
  type Ledger,
  type Portfolio,
} from "@bourse/core";
import type { DurableSubject } from "../contract.ts";
import { append, assertEntries, assertEntry, assertPortfolio, callOf } from "./ledger-told.ts";
import { valueIn } from "./told.ts";

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
  const query = { accountId, limit: ALL };
  return valueIn(callOf("entries", query), await ledger.entries(query)).toReversed();
}

/** Appends one after the other; each must succeed. */
export async function appendAll(ledger: Ledger, entries: readonly Entry[]): Promise<void> {
  for (const entry of entries) await append(ledger, [entry]);
}

/** What the entries add up to, worked out from the first one on. */
export function foldOf(accountId: AccountId, entries: readonly Entry[]): Portfolio {
  return entries.reduce(afterEntry, emptyPortfolio(accountId));
}

/**
 * Asserts that an account has exactly these entries, by whichever way the ledger is asked. `when` is what was done
 * before, as a message begins: "after a restart".
 */
export async function assertHistory(
  ledger: Ledger,
  accountId: AccountId,
  expected: readonly Entry[],
  when = "",
): Promise<void> {
  const [query, newest] = [{ accountId, limit: ALL }, expected.toReversed()];
  const call = (...asked: Parameters<typeof callOf>): string => `${when} ${callOf(...asked)}`.trimStart();
  assertEntries(call("entries", query), await ledger.entries(query), newest);
  assertEntries(call("trades", query), await ledger.trades(query), newest.filter(isTrade));
  assertPortfolio(call("portfolio", accountId), await ledger.portfolio(accountId), foldOf(accountId, expected));
  for (const entry of expected) {
    const { seq, request } = entry;
    assertEntry(call("entry", accountId, seq), await ledger.entry(accountId, seq), entry);
    if (!request) continue;
    assertEntry(call("entryByKey", accountId, request.key), await ledger.entryByKey(accountId, request.key), entry);
  }
  const next = expected.length + 1;
  assertEntry(call("entry", accountId, next), await ledger.entry(accountId, next), null);
}
