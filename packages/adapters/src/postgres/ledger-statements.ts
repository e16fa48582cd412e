import { sql as raw } from "kysely";
import type { EntryRow, HoldingRow, LastRow } from "../kysely/entry-rows.ts";
import { ledgerQueries } from "../kysely/ledger-queries.ts";
import { asked, forEach, prepared, sql, type Statement } from "./statement.ts";

const queries = ledgerQueries(sql.$pickTables<"cash_transactions" | "stock_transactions">());

type Page = { readonly accountId: string; readonly before: bigint; readonly limit: number };

/** The ledger's queries, as PostgreSQL is asked them. */
export const LEDGER: {
  readonly last: Statement<{ accountId: string }, LastRow>;
  readonly lastUntil: Statement<{ accountId: string; at: bigint }, LastRow>;
  readonly holdings: Statement<{ accountId: string; seq: bigint }, HoldingRow>;
  readonly entries: Statement<Page, EntryRow>;
  readonly trades: Statement<Page, EntryRow>;
  readonly tail: Statement<{ accountId: string; after: bigint; limit: number }, EntryRow>;
  readonly entry: Statement<{ accountId: string; seq: bigint }, EntryRow>;
  readonly entriesByKeys: Statement<{ accountIds: readonly string[]; keys: readonly string[] }, EntryRow>;
} = {
  last: prepared("last-entry", (param) => queries.last(param("accountId"))),
  lastUntil: prepared("last-entry-until", (param) => queries.lastUntil(param("accountId"), param("at"))),
  holdings: prepared("holdings", (param) => queries.holdings(param("accountId"), param("seq"))),
  entries: prepared("entries", (param) => queries.entries(param("accountId"), param("before"), param("limit"))),
  trades: prepared("trades", (param) => queries.trades(param("accountId"), param("before"), param("limit"))),
  tail: prepared("tail", (param) => queries.tail(param("accountId"), param("after"), param("limit"))),
  entry: prepared("entry", (param) => queries.entry(param("accountId"), param("seq"))),
  entriesByKeys: prepared("entries-by-keys", (param) =>
    forEach(
      raw`unnest(${param("accountIds")}::text[], ${param("keys")}::text[]) AS asked (account_id, key)`,
      queries.entryByKey(asked("account_id"), asked("key")),
    ),
  ),
};
