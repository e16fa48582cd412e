import { keptQuoteOf, quoteRow } from "../kysely/quote-rows.ts";
import type { QuoteStore } from "../price-stores/index.ts";
import type { PostgresDatabase } from "./open.ts";
import { attempt, inTransaction } from "./transactions.ts";

/** How many tickers that never had a quote are remembered: anyone can make up more. */
const MAX_NEVER_KNOWN = 10_000;

/** Quotes in a PostgreSQL database, for all who share it. */
export function postgresQuoteStore({ db }: Pick<PostgresDatabase, "db">): QuoteStore {
  return {
    find: (ticker) =>
      attempt(() => db.selectFrom("quotes").selectAll().where("ticker", "=", ticker).executeTakeFirst()).map((row) =>
        row ? keptQuoteOf(row) : null,
      ),
    keep: (ticker, kept) =>
      inTransaction(db, async (tx) => {
        const { ticker: name, ...changed } = quoteRow(ticker, kept);
        await tx
          .insertInto("quotes")
          .values({ ticker: name, ...changed })
          .onConflict((conflict) => conflict.column("ticker").doUpdateSet(changed))
          .execute();
        if (changed.price !== null) return;
        const oldest = tx
          .selectFrom("quotes")
          .select("ticker")
          .where("price", "is", null)
          .orderBy("unknown_since", "desc")
          .offset(MAX_NEVER_KNOWN);
        await tx.deleteFrom("quotes").where("ticker", "in", oldest).execute();
      }),
  };
}
