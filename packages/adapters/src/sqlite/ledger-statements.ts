import type { Database } from "better-sqlite3";
import type { EntryRow, HoldingRow, LastRow } from "../kysely/entry-rows.ts";
import { CASH_COLUMNS, ledgerQueries, STOCK_COLUMNS, type LedgerQueries } from "../kysely/ledger-queries.ts";
import type { CashTransactionsTable, StockTransactionsTable } from "../kysely/schema.ts";
import { parametersFor, prepare, sql, type Statement } from "./statement.ts";

type Page = { readonly account_id: string; readonly before: bigint; readonly limit: number };

export type LedgerStatements = {
  readonly insertCash: Statement<CashTransactionsTable>;
  readonly insertStock: Statement<StockTransactionsTable>;
  readonly last: Statement<{ account_id: string }, LastRow>;
  readonly lastUntil: Statement<{ account_id: string; at: bigint }, LastRow>;
  readonly holdings: Statement<{ account_id: string; seq: bigint }, HoldingRow>;
  readonly entries: Statement<Page, EntryRow>;
  readonly trades: Statement<Page, EntryRow>;
  readonly tail: Statement<{ account_id: string; after: bigint; limit: number }, EntryRow>;
  readonly entry: Statement<{ account_id: string; seq: bigint }, EntryRow>;
  readonly entryByKey: Statement<{ account_id: string; idempotency_key: string }, EntryRow>;
};

/** The ledger's queries, as SQLite is asked them. */
export const QUERIES: LedgerQueries = ledgerQueries(sql.$pickTables<"cash_transactions" | "stock_transactions">());

export function ledgerStatements(db: Database): LedgerStatements {
  return {
    insertCash: prepare(db, (param) =>
      sql.insertInto("cash_transactions").values(parametersFor<CashTransactionsTable>(CASH_COLUMNS, param)),
    ),
    insertStock: prepare(db, (param) =>
      sql.insertInto("stock_transactions").values(parametersFor<StockTransactionsTable>(STOCK_COLUMNS, param)),
    ),
    last: prepare(db, (param) => QUERIES.last(param("account_id"))),
    lastUntil: prepare(db, (param) => QUERIES.lastUntil(param("account_id"), param("at"))),
    holdings: prepare(db, (param) => QUERIES.holdings(param("account_id"), param("seq"))),
    entries: prepare(db, (param) => QUERIES.entries(param("account_id"), param("before"), param("limit"))),
    trades: prepare(db, (param) => QUERIES.trades(param("account_id"), param("before"), param("limit"))),
    tail: prepare(db, (param) => QUERIES.tail(param("account_id"), param("after"), param("limit"))),
    entry: prepare(db, (param) => QUERIES.entry(param("account_id"), param("seq"))),
    entryByKey: prepare(db, (param) => QUERIES.entryByKey(param("account_id"), param("idempotency_key"))),
  };
}
