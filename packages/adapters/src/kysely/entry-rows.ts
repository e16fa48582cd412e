import {
  actionOf,
  instant,
  isTrade,
  money,
  type AccountId,
  type Entry,
  type Holding,
  type IdempotencyKey,
  type KeyedRequest,
  type LocalDate,
  type Money,
  type Portfolio,
  type Quantity,
  type Ticker,
  type Trade,
  type TradeEntry,
} from "@bourse/core";
import type { CashTransactionsTable, StockTransactionsTable } from "./schema.ts";

/** The last entry's totals, and a ticker as a trade left it. */
export type LastRow = Pick<CashTransactionsTable, "balance_after" | "creation_date" | "realised_gain_after" | "seq">;
export type HoldingRow = Pick<StockTransactionsTable, "cost_after" | "quantity_after" | "ticker">;

/** A cash row with its share row beside it: all null for an entry that moved only cash. */
export type EntryRow = CashTransactionsTable & Nullable<Omit<StockTransactionsTable, "account_id" | "seq">>;

type Nullable<Row> = { [Column in keyof Row]: Row[Column] | null };

export function cashRow(entry: Entry): CashTransactionsTable {
  return {
    account_id: entry.accountId,
    seq: BigInt(entry.seq),
    amount: entry.amount,
    status: entry.status,
    balance_after: entry.balance,
    realised_gain_after: entry.realisedGainAfter,
    creation_date: BigInt(entry.at),
    idempotency_key: entry.request?.key ?? null,
    command: entry.request?.command ?? null,
  };
}

export function stockRow(entry: TradeEntry): StockTransactionsTable {
  const { quantity, quote, realisedGain, quantityAfter, costAfter } = entry.trade;
  return {
    account_id: entry.accountId,
    seq: BigInt(entry.seq),
    ticker: quote.ticker,
    transaction_type: actionOf(entry),
    quantity: BigInt(quantity),
    price: quote.price,
    trading_day: quote.tradingDay,
    fetched_at: BigInt(quote.fetchedAt),
    source: quote.source,
    realised_gain: realisedGain,
    quantity_after: BigInt(quantityAfter),
    cost_after: costAfter,
  };
}

/** What an account holds, from its last cash row and each ticker's last share row. */
export function portfolioFrom(accountId: AccountId, last: LastRow, holdings: readonly HoldingRow[]): Portfolio {
  const held = holdings
    .filter(({ quantity_after }) => quantity_after > 0n)
    .map(({ ticker, quantity_after, cost_after }): Holding => ({
      ticker: ticker as Ticker,
      quantity: Number(quantity_after),
      cost: money(cost_after),
    }));
  return {
    accountId,
    seq: Number(last.seq),
    at: instant(Number(last.creation_date)),
    cash: money(last.balance_after),
    realisedGain: money(last.realised_gain_after),
    holdings: new Map(held.map((holding) => [holding.ticker, holding])),
  };
}

/** The database has checked what the types cannot: its constraints are the parsers' rules. */
export function entryOf(row: EntryRow): Entry {
  const happened = {
    accountId: row.account_id as AccountId,
    seq: Number(row.seq),
    at: instant(Number(row.creation_date)),
    amount: money(row.amount),
    balance: money(row.balance_after),
    realisedGainAfter: money(row.realised_gain_after),
    request: requestOf(row),
  };
  if (row.status === "TOP-UP" || row.status === "WITHDRAWAL") return { ...happened, status: row.status };
  return { ...happened, status: row.status, trade: tradeOf(row) };
}

export function tradeEntryOf(row: EntryRow): TradeEntry {
  const entry = entryOf(row);
  if (!isTrade(entry)) throw new Error(`entry ${entry.seq} of account ${entry.accountId} is no trade`);
  return entry;
}

function requestOf(row: EntryRow): KeyedRequest | null {
  if (row.idempotency_key === null || row.command === null) return null;
  return { key: row.idempotency_key as IdempotencyKey, command: row.command };
}

function tradeOf(row: EntryRow): Trade {
  const missing = (column: string): never => {
    throw new Error(`entry ${row.seq} of account ${row.account_id} has no ${column}`);
  };
  return {
    quantity: Number(row.quantity ?? missing("quantity")) as Quantity,
    quote: {
      ticker: (row.ticker ?? missing("ticker")) as Ticker,
      price: money(row.price ?? missing("price")),
      tradingDay: (row.trading_day ?? missing("trading_day")) as LocalDate,
      fetchedAt: instant(Number(row.fetched_at ?? missing("fetched_at"))),
      source: row.source ?? missing("source"),
    },
    realisedGain: row.realised_gain as Money | null,
    quantityAfter: Number(row.quantity_after ?? missing("quantity_after")),
    costAfter: money(row.cost_after ?? missing("cost_after")),
  };
}
