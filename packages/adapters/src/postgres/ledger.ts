import {
  emptyPortfolio,
  type AccountId,
  type EntriesQuery,
  type Entry,
  type Instant,
  type Ledger,
  type Portfolio,
  type StoreUnavailable,
} from "@bourse/core";
import { okAsync, type ResultAsync } from "neverthrow";
import { entryOf, portfolioFrom, tradeEntryOf, type EntryRow } from "../kysely/entry-rows.ts";
import { ledgerQueries, type LedgerQueries } from "../kysely/ledger-queries.ts";
import { appendsTo } from "./appends.ts";
import type { PostgresDatabase } from "./open.ts";
import { attempt } from "./transactions.ts";

/** The ledger in a PostgreSQL database. Appends that wait together are written by one statement, and so by one commit. */
export function postgresLedger({ db, pool }: Pick<PostgresDatabase, "db" | "pool">): Ledger {
  const queries = ledgerQueries(db.$pickTables<"cash_transactions" | "stock_transactions">());
  return {
    append: appendsTo(pool),
    portfolio: (accountId, at) => portfolioOf(queries, accountId, at),
    entries: (query) => attempt(() => queries.entries(...page(query)).execute()).map((rows) => rows.map(entryOf)),
    trades: (query) => attempt(() => queries.trades(...page(query)).execute()).map((rows) => rows.map(tradeEntryOf)),
    tail: ({ accountId, after, limit }) =>
      attempt(() => queries.tail(accountId, BigInt(after), limit).execute()).map((rows) => rows.map(entryOf)),
    entry: (accountId, seq) => attempt(() => queries.entry(accountId, BigInt(seq)).execute()).map(found),
    entryByKey: (accountId, key) => attempt(() => queries.entryByKey(accountId, key).execute()).map(found),
  };
}

function page({ accountId, before = Number.MAX_SAFE_INTEGER, limit }: EntriesQuery): [AccountId, bigint, number] {
  return [accountId, BigInt(before), limit];
}

function found([row]: readonly EntryRow[]): Entry | null {
  return row ? entryOf(row) : null;
}

/** By two statements: what was there once the first is answered never changes, so that nobody can come between. */
function portfolioOf(
  queries: LedgerQueries,
  accountId: AccountId,
  at?: Instant,
): ResultAsync<Portfolio, StoreUnavailable> {
  return attempt(() =>
    (at === undefined ? queries.last(accountId) : queries.lastUntil(accountId, BigInt(at))).execute(),
  ).andThen(([last]) => {
    if (!last) return okAsync(emptyPortfolio(accountId));
    return attempt(() => queries.holdings(accountId, last.seq).execute()).map((holdings) =>
      portfolioFrom(accountId, last, holdings),
    );
  });
}
