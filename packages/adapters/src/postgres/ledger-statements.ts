import { sql as raw } from "kysely";
import type { EntryRow, HoldingRow, LastRow } from "../kysely/entry-rows.ts";
import { ledgerQueries } from "../kysely/ledger-queries.ts";
import { prepared, sql } from "./statement.ts";

const queries = ledgerQueries(sql.$pickTables<"cash_transactions" | "stock_transactions">());

type Page = { readonly accountId: string; readonly before: bigint; readonly limit: number };

/** The ledger's queries, as PostgreSQL is asked them. */
export const LEDGER = {
  last: prepared<{ accountId: string }, LastRow>("last-entry", (param) => queries.last(param("accountId"))),
  lastUntil: prepared<{ accountId: string; at: bigint }, LastRow>("last-entry-until", (param) =>
    queries.lastUntil(param("accountId"), param("at")),
  ),
  holdings: prepared<{ accountId: string; seq: bigint }, HoldingRow>("holdings", (param) =>
    queries.holdings(param("accountId"), param("seq")),
  ),
  entries: prepared<Page, EntryRow>("entries", (param) =>
    queries.entries(param("accountId"), param("before"), param("limit")),
  ),
  trades: prepared<Page, EntryRow>("trades", (param) =>
    queries.trades(param("accountId"), param("before"), param("limit")),
  ),
  tail: prepared<{ accountId: string; after: bigint; limit: number }, EntryRow>("tail", (param) =>
    queries.tail(param("accountId"), param("after"), param("limit")),
  ),
  entry: prepared<{ accountId: string; seq: bigint }, EntryRow>("entry", (param) =>
    queries.entry(param("accountId"), param("seq")),
  ),
  entriesByKeys: prepared<{ accountIds: readonly string[]; keys: readonly string[] }, EntryRow>(
    "entries-by-keys",
    (param) =>
      queries.every().where(
        raw<boolean>`(cash.account_id, cash.idempotency_key) IN
            (SELECT * FROM unnest(${param("accountIds")}::text[], ${param("keys")}::text[]))`,
      ),
  ),
};
