import type { AccountId, Drift } from "@bourse/core";
import type { Database } from "better-sqlite3";
import { sql as raw, type Compilable } from "kysely";
import { sql } from "./statement.ts";

type LooseRow = { readonly account_id: string; readonly seq: bigint };

/** What a replay of the cash rows, each by itself, does not show: rows that are too many, or stand alone. */
export function* looseRows(db: Database): Generator<Drift> {
  yield* told(db, sharesWithoutCash(), "its share leg has no cash leg");
  yield* told(db, entriesOfNobody(), "there is no such account");
  yield* told(db, repeatedKeys(), "its key is another entry's too");
}

function* told(db: Database, query: Compilable<LooseRow>, what: string): Generator<Drift> {
  for (const { account_id, seq } of db.prepare<[], LooseRow>(query.compile().sql).iterate()) {
    yield { accountId: account_id as AccountId, seq: Number(seq), what };
  }
}

function sharesWithoutCash(): Compilable<LooseRow> {
  return sql
    .selectFrom("stock_transactions as stock")
    .leftJoin("cash_transactions as cash", (on) =>
      on.onRef("cash.account_id", "=", "stock.account_id").onRef("cash.seq", "=", "stock.seq"),
    )
    .select(["stock.account_id", "stock.seq"])
    .where("cash.seq", "is", null)
    .orderBy("stock.account_id")
    .orderBy("stock.seq");
}

function entriesOfNobody(): Compilable<LooseRow> {
  return sql
    .selectFrom("cash_transactions as cash")
    .leftJoin("accounts", "accounts.id", "cash.account_id")
    .select((eb) => ["cash.account_id", eb.fn.min("cash.seq").as("seq")])
    .where("accounts.id", "is", null)
    .groupBy("cash.account_id");
}

/** Every entry whose key the account has had before. */
function repeatedKeys(): Compilable<LooseRow> {
  return sql
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
