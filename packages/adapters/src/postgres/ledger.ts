import {
  emptyPortfolio,
  type AccountId,
  type EntriesQuery,
  type IdempotencyKey,
  type Instant,
  type Ledger,
  type Portfolio,
  type StoreUnavailable,
} from "@bourse/core";
import type { Pool } from "pg";
import { okAsync, type ResultAsync } from "neverthrow";
import { entryOf, portfolioFrom, tradeEntryOf, type EntryRow } from "../kysely/entry-rows.ts";
import { appendsTo } from "./appends.ts";
import { LEDGER } from "./ledger-statements.ts";
import type { PostgresDatabase } from "./open.ts";
import { lookUps } from "./statement.ts";
import { attempt } from "./transactions.ts";

/** The ledger in a PostgreSQL database. Appends that wait together are written by one statement, and so by one commit. */
export function postgresLedger({ pool }: Pick<PostgresDatabase, "pool">): Ledger {
  const byKey = lookUps<Keyed, EntryRow>(
    (asked) => {
      const accountIds = asked.map(({ accountId }) => accountId);
      return LEDGER.entriesByKeys(pool, { accountIds, keys: asked.map(({ key }) => key) });
    },
    ({ accountId, key }) => `${accountId} ${key}`,
    (row) => `${row.account_id} ${row.idempotency_key}`,
  );
  return {
    append: appendsTo(pool),
    portfolio: (accountId, at) => portfolioOf(pool, accountId, at),
    entries: (query) => attempt(() => LEDGER.entries(pool, page(query))).map((rows) => rows.map(entryOf)),
    trades: (query) => attempt(() => LEDGER.trades(pool, page(query))).map((rows) => rows.map(tradeEntryOf)),
    tail: ({ accountId, after, limit }) =>
      attempt(() => LEDGER.tail(pool, { accountId, after: BigInt(after), limit })).map((rows) => rows.map(entryOf)),
    entry: (accountId, seq) =>
      attempt(() => LEDGER.entry(pool, { accountId, seq: BigInt(seq) })).map(([row]) => (row ? entryOf(row) : null)),
    entryByKey: (accountId, key) => attempt(() => byKey({ accountId, key })).map((row) => (row ? entryOf(row) : null)),
  };
}

type Keyed = { readonly accountId: AccountId; readonly key: IdempotencyKey };

function page({ accountId, before = Number.MAX_SAFE_INTEGER, limit }: EntriesQuery) {
  return { accountId, before: BigInt(before), limit };
}

/** By two statements: what was there once the first is answered never changes, so that nobody can come between. */
function portfolioOf(pool: Pool, accountId: AccountId, at?: Instant): ResultAsync<Portfolio, StoreUnavailable> {
  return attempt(() =>
    at === undefined ? LEDGER.last(pool, { accountId }) : LEDGER.lastUntil(pool, { accountId, at: BigInt(at) }),
  ).andThen(([last]) => {
    if (!last) return okAsync(emptyPortfolio(accountId));
    return attempt(() => LEDGER.holdings(pool, { accountId, seq: last.seq })).map((holdings) =>
      portfolioFrom(accountId, last, holdings),
    );
  });
}
