import type { Database } from "better-sqlite3";
import { sql as raw, type Compilable } from "kysely";
import type { EntryRow } from "../kysely/entry-rows.ts";
import type { CashTransactionsTable, StockTransactionsTable } from "../kysely/schema.ts";
import { parametersFor, prepare, sql, type Statement } from "./statement.ts";

type Page = { readonly account_id: string; readonly before: bigint; readonly limit: number };
type LastRow = Pick<CashTransactionsTable, "balance_after" | "creation_date" | "realised_gain_after" | "seq">;
type HoldingRow = Pick<StockTransactionsTable, "cost_after" | "quantity_after" | "ticker">;

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

const CASH_COLUMNS = [
  "account_id",
  "seq",
  "amount",
  "status",
  "balance_after",
  "realised_gain_after",
  "creation_date",
  "idempotency_key",
  "command",
] as const satisfies readonly (keyof CashTransactionsTable)[];

const STOCK_COLUMNS = [
  "account_id",
  "seq",
  "ticker",
  "transaction_type",
  "quantity",
  "price",
  "trading_day",
  "fetched_at",
  "source",
  "realised_gain",
  "quantity_after",
  "cost_after",
] as const satisfies readonly (keyof StockTransactionsTable)[];

export function ledgerStatements(db: Database): LedgerStatements {
  return {
    insertCash: prepare(db, (param) =>
      sql.insertInto("cash_transactions").values(parametersFor<CashTransactionsTable>(CASH_COLUMNS, param)),
    ),
    insertStock: prepare(db, (param) =>
      sql.insertInto("stock_transactions").values(parametersFor<StockTransactionsTable>(STOCK_COLUMNS, param)),
    ),
    last: prepare(db, (param) => lastEntries(param("account_id"))),
    lastUntil: prepare(db, (param) =>
      lastEntries(param("account_id"))
        .where("creation_date", "<=", param("at"))
        .clearOrderBy()
        .orderBy("creation_date", "desc")
        .orderBy("seq", "desc"),
    ),
    holdings: prepare(db, (param) => lastOfEachTicker(param("account_id"), param("seq"))),
    entries: prepare(db, (param) =>
      everyEntry()
        .where("cash.account_id", "=", param("account_id"))
        .where("cash.seq", "<", param("before"))
        .orderBy("cash.seq", "desc")
        .limit(param("limit")),
    ),
    trades: prepare(db, (param) =>
      everyTrade()
        .where("stock.account_id", "=", param("account_id"))
        .where("stock.seq", "<", param("before"))
        .orderBy("stock.seq", "desc")
        .limit(param("limit")),
    ),
    tail: prepare(db, (param) =>
      everyEntry()
        .where("cash.account_id", "=", param("account_id"))
        .where("cash.seq", ">", param("after"))
        .orderBy("cash.seq")
        .limit(param("limit")),
    ),
    entry: prepare(db, (param) =>
      everyEntry().where("cash.account_id", "=", param("account_id")).where("cash.seq", "=", param("seq")),
    ),
    entryByKey: prepare(db, (param) =>
      everyEntry()
        .where("cash.account_id", "=", param("account_id"))
        .where("cash.idempotency_key", "=", param("idempotency_key")),
    ),
  };
}

/** All entries of all accounts, an account's one after another. */
export function wholeLedger(): Compilable<EntryRow> {
  return everyEntry().orderBy("cash.account_id").orderBy("cash.seq");
}

const STOCK_LEG = STOCK_COLUMNS.filter((column) => column !== "account_id" && column !== "seq");

/** The last entry's totals. */
function lastEntries(accountId: string) {
  return sql
    .selectFrom("cash_transactions")
    .select(["seq", "balance_after", "realised_gain_after", "creation_date"])
    .where("account_id", "=", accountId)
    .orderBy("seq", "desc")
    .limit(1);
}

/** Every entry, with the share leg of those that are trades. */
function everyEntry() {
  return sql
    .selectFrom("cash_transactions as cash")
    .leftJoin("stock_transactions as stock", (on) =>
      on.onRef("stock.account_id", "=", "cash.account_id").onRef("stock.seq", "=", "cash.seq"),
    )
    .select(CASH_COLUMNS.map((column) => `cash.${column}` as const))
    .select(STOCK_LEG.map((column) => `stock.${column}` as const));
}

/** The trades alone, found by their share legs. */
function everyTrade() {
  return sql
    .selectFrom("stock_transactions as stock")
    .innerJoin("cash_transactions as cash", (on) =>
      on.onRef("stock.account_id", "=", "cash.account_id").onRef("stock.seq", "=", "cash.seq"),
    )
    .select(CASH_COLUMNS.map((column) => `cash.${column}` as const))
    .select(STOCK_LEG.map((column) => `stock.${column}` as const));
}

/**
 * The last share row of each ticker the account had traded by an entry. The recursion hops from ticker to ticker along the index,
 * so that it reads one row for each, however often each was traded.
 */
function lastOfEachTicker(accountId: string, seq: bigint) {
  const trades = raw`stock_transactions WHERE account_id = ${accountId}`;
  return sql
    .withRecursive("traded(ticker)", (db) =>
      db.selectNoFrom(raw<string | null>`(SELECT min(ticker) FROM ${trades})`.as("ticker")).unionAll((union) =>
        union
          .selectFrom("traded")
          .select(raw<string | null>`(SELECT min(ticker) FROM ${trades} AND ticker > traded.ticker)`.as("ticker"))
          .where("traded.ticker", "is not", null),
      ),
    )
    .selectFrom("traded")
    .innerJoin("stock_transactions as stock", "stock.ticker", "traded.ticker")
    .select(["stock.ticker", "stock.quantity_after", "stock.cost_after"])
    .where("stock.account_id", "=", accountId)
    .where(
      "stock.seq",
      "=",
      raw<bigint>`(SELECT max(seq) FROM ${trades} AND ticker = traded.ticker AND seq <= ${seq})`,
    );
}
