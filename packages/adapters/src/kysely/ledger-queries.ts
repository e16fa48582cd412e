import { sql as raw, type Compilable, type Kysely, type OperationNodeSource } from "kysely";
import type { EntryRow, HoldingRow, LastRow } from "./entry-rows.ts";
import type { CashTransactionsTable, StockTransactionsTable, Tables } from "./schema.ts";

/** Whatever has the ledger's two tables, in any database. */
export type LedgerTables = Kysely<Pick<Tables, "cash_transactions" | "stock_transactions">>;

/** A query that can be compiled once for all, or executed as it is. */
type Query<Row> = Compilable<Row> & OperationNodeSource & { execute(): Promise<Row[]> };

/** What is asked of a ledger, the same of every database. */
export type LedgerQueries = {
  /** The last entry's totals. */
  last(accountId: string): Query<LastRow>;
  /** The totals after what had happened by an instant. */
  lastUntil(accountId: string, at: bigint): Query<LastRow>;
  /** Each ticker that the account had traded by an entry, as its last trade until then left it. */
  holdings(accountId: string, seq: bigint): Query<HoldingRow>;
  /** Newest first, as are the trades. */
  entries(accountId: string, before: bigint, limit: number): Query<EntryRow>;
  trades(accountId: string, before: bigint, limit: number): Query<EntryRow>;
  /** Oldest first. */
  tail(accountId: string, after: bigint, limit: number): Query<EntryRow>;
  entry(accountId: string, seq: bigint): Query<EntryRow>;
  entryByKey(accountId: string, key: string): Query<EntryRow>;
  /** All entries of all accounts, an account's one after another. */
  whole(): Query<EntryRow>;
};

/** All of them, in the order of the table. */
export const CASH_COLUMNS: readonly (keyof CashTransactionsTable)[] = [
  "account_id",
  "seq",
  "amount",
  "status",
  "balance_after",
  "realised_gain_after",
  "creation_date",
  "idempotency_key",
  "command",
];

export const STOCK_COLUMNS: readonly (keyof StockTransactionsTable)[] = [
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
];

export function ledgerQueries(db: LedgerTables): LedgerQueries {
  return {
    last: (accountId) => lastEntries(db, accountId),
    lastUntil: (accountId, at) =>
      lastEntries(db, accountId)
        .where("creation_date", "<=", at)
        .clearOrderBy()
        .orderBy("creation_date", "desc")
        .orderBy("seq", "desc"),
    holdings: (accountId, seq) => lastOfEachTicker(db, accountId, seq),
    entries: (accountId, before, limit) =>
      everyEntry(db)
        .where("cash.account_id", "=", accountId)
        .where("cash.seq", "<", before)
        .orderBy("cash.seq", "desc")
        .limit(limit),
    trades: (accountId, before, limit) =>
      everyTrade(db)
        .where("stock.account_id", "=", accountId)
        .where("stock.seq", "<", before)
        .orderBy("stock.seq", "desc")
        .limit(limit),
    tail: (accountId, after, limit) =>
      everyEntry(db)
        .where("cash.account_id", "=", accountId)
        .where("cash.seq", ">", after)
        .orderBy("cash.seq")
        .limit(limit),
    entry: (accountId, seq) => everyEntry(db).where("cash.account_id", "=", accountId).where("cash.seq", "=", seq),
    entryByKey: (accountId, key) =>
      everyEntry(db).where("cash.account_id", "=", accountId).where("cash.idempotency_key", "=", key),
    whole: () => everyEntry(db).orderBy("cash.account_id").orderBy("cash.seq"),
  };
}

const STOCK_LEG = STOCK_COLUMNS.filter((column) => column !== "account_id" && column !== "seq");

/** The last entry's totals. */
function lastEntries(db: LedgerTables, accountId: string) {
  return db
    .selectFrom("cash_transactions")
    .select(["seq", "balance_after", "realised_gain_after", "creation_date"])
    .where("account_id", "=", accountId)
    .orderBy("seq", "desc")
    .limit(1);
}

/** Every entry, with the share leg of those that are trades. */
function everyEntry(db: LedgerTables) {
  return db
    .selectFrom("cash_transactions as cash")
    .leftJoin("stock_transactions as stock", (on) =>
      on.onRef("stock.account_id", "=", "cash.account_id").onRef("stock.seq", "=", "cash.seq"),
    )
    .select(CASH_COLUMNS.map((column) => `cash.${column}` as const))
    .select(STOCK_LEG.map((column) => `stock.${column}` as const));
}

/** The trades alone, found by their share legs. */
function everyTrade(db: LedgerTables) {
  return db
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
function lastOfEachTicker(db: LedgerTables, accountId: string, seq: bigint) {
  const trades = raw`stock_transactions WHERE account_id = ${accountId}`;
  return db
    .withRecursive("traded(ticker)", (tables) =>
      tables.selectNoFrom(raw<string | null>`(SELECT min(ticker) FROM ${trades})`.as("ticker")).unionAll((union) =>
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
