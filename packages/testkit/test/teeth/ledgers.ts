import {
  afterEntry,
  areConsecutive,
  emptyPortfolio,
  isTrade,
  type AccountId,
  type ConsecutiveEntries,
  type EntriesQuery,
  type Entry,
  type Instant,
  type Ledger,
  type Portfolio,
} from "@bourse/core";
import { err, ok, ResultAsync } from "neverthrow";

/** Rows in memory, and no rules: whatever is kept is answered. */
export type Rows = { readonly entries: Entry[]; readonly trades: Entry[] };

type Appended = Awaited<ReturnType<Ledger["append"]>>;

export const CONFLICT: Appended = err({ kind: "Conflict" });
export const APPENDED: Appended = ok();

/** Puts an entry where both its legs are read. */
export function keep(rows: Rows, entry: Entry): Appended {
  rows.entries.push(entry);
  rows.trades.push(entry);
  return APPENDED;
}

export function lastSeq(rows: Rows, accountId: AccountId): number {
  return rows.entries.filter((entry) => entry.accountId === accountId).length;
}

export function hasKey(rows: Rows, { accountId, request }: Entry): boolean {
  return rows.entries.some((each) => each.accountId === accountId && request && each.request?.key === request.key);
}

type Append = (rows: Rows, entry: Entry) => Appended | Promise<Appended>;
type AppendSeveral = (rows: Rows, entries: ConsecutiveEntries) => Promise<Appended>;

/** Several as right as one is: those before the one that is refused are taken back. */
function allOrNone(append: Append): AppendSeveral {
  return async (rows, entries) => {
    if (!areConsecutive(entries)) return CONFLICT;
    const before = [rows.entries.length, rows.trades.length] as const;
    for (const entry of entries) {
      const appending = append(rows, entry);
      // Nobody may come between where `append` itself lets nobody.
      const appended = appending instanceof Promise ? await appending : appending;
      if (appended.isOk()) continue;
      [rows.entries.length, rows.trades.length] = before;
      return appended;
    }
    return APPENDED;
  };
}

/** A ledger that is as good as its `append`, and as its way to append several. */
export function ledgerThat(append: Append, several: AppendSeveral = allOrNone(append)): Ledger {
  const rows: Rows = { entries: [], trades: [] };
  const of = (accountId: AccountId, entries: readonly Entry[] = rows.entries) =>
    entries.filter((entry) => entry.accountId === accountId).toSorted((a, b) => b.seq - a.seq);
  return {
    append: (entries) => {
      const work = async (): Promise<Appended> =>
        entries.length > 1 ? several(rows, entries) : append(rows, entries[0]);
      return new ResultAsync(Promise.resolve().then(work));
    },
    portfolio: (accountId, at = Infinity as Instant) =>
      answer(() =>
        lastRowsOf(
          accountId,
          of(accountId)
            .toReversed()
            .filter((entry) => entry.at <= at),
        ),
      ),
    tail: ({ accountId, after, limit }) =>
      answer(() =>
        of(accountId)
          .toReversed()
          .filter(({ seq }) => seq > after)
          .slice(0, limit),
      ),
    entries: (query) => answer(() => page(of(query.accountId), query)),
    trades: (query) => answer(() => page(of(query.accountId, rows.trades).filter(isTrade), query)),
    entry: (accountId, seq) => answer(() => of(accountId).find((entry) => entry.seq === seq) ?? null),
    entryByKey: (accountId, key) => answer(() => of(accountId).find(({ request }) => request?.key === key) ?? null),
  };
}

function answer<Value>(value: () => Value): ResultAsync<Value, never> {
  return ResultAsync.fromSafePromise(Promise.resolve().then(value));
}

function page<E extends Entry>(entries: readonly E[], { before = Infinity, limit }: EntriesQuery): E[] {
  return entries.filter(({ seq }) => seq < before).slice(0, limit);
}

/** Each row is believed, whether or not it follows the one before. */
function lastRowsOf(accountId: AccountId, entries: readonly Entry[]): Portfolio {
  let portfolio = emptyPortfolio(accountId);
  for (const entry of entries) portfolio = afterEntry({ ...portfolio, seq: entry.seq - 1 }, entry);
  return portfolio;
}

/** As a right ledger appends, in one turn. */
export function rightly(rows: Rows, entry: Entry): Appended {
  const follows = entry.seq === lastSeq(rows, entry.accountId) + 1;
  return follows && !hasKey(rows, entry) ? keep(rows, entry) : CONFLICT;
}
