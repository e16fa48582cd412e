import { sql as raw, type Compilable } from "kysely";
import type { LedgerTables } from "./ledger-queries.ts";

export type LooseRow = { readonly account_id: string; readonly seq: bigint };

/** What a replay of the cash rows, each by itself, does not show: rows that are too many, or stand alone. */
export function looseRows(
  db: LedgerTables,
): readonly { readonly query: Compilable<LooseRow>; readonly what: string }[] {
  return [
    { query: sharesWithoutCash(db), what: "its share leg has no cash leg" },
    { query: entriesOfNobody(db), what: "there is no such account" },
    { query: repeatedKeys(db), what: "its key is another entry's too" },
  ];
}

function sharesWithoutCash(db: LedgerTables): Compilable<LooseRow> {
  return db
    .selectFrom("stock_transactions as stock")
    .leftJoin("cash_transactions as cash", (on) =>
      on.onRef("cash.account_id", "=", "stock.account_id").onRef("cash.seq", "=", "stock.seq"),
    )
    .select(["stock.account_id", "stock.seq"])
    .where("cash.seq", "is", null)
    .orderBy("stock.account_id")
    .orderBy("stock.seq");
}

function entriesOfNobody(db: LedgerTables): Compilable<LooseRow> {
  return db
    .withTables<{ accounts: { id: string } }>()
    .selectFrom("cash_transactions as cash")
    .leftJoin("accounts", "accounts.id", "cash.account_id")
    .select((eb) => ["cash.account_id", eb.fn.min("cash.seq").as("seq")])
    .where("accounts.id", "is", null)
    .groupBy("cash.account_id");
}

/** Every entry whose key the account has had before. */
function repeatedKeys(db: LedgerTables): Compilable<LooseRow> {
  return db
    .selectFrom((from) =>
      from
        .selectFrom("cash_transactions")
        .select((eb) => [
          "account_id",
          "seq",
          eb.fn
            .agg<bigint>("row_number")
            .over((over) => over.partitionBy(["account_id", "idempotency_key"]).orderBy("seq"))
            .as("nth"),
        ])
        .where("idempotency_key", "is not", null)
        .as("keyed"),
    )
    .select(["account_id", "seq"])
    .where("nth", ">", raw<bigint>`1`);
}
