import { keptProfileOf, profileRow } from "../kysely/profile-rows.ts";
import type { ProfileStore } from "../price-stores/index.ts";
import type { PostgresDatabase } from "./open.ts";
import { attempt, inTransaction } from "./transactions.ts";

/** How many tickers that never had details are remembered: more may be looked up than there are companies. */
const MAX_NEVER_FOUND = 10_000;

/** Details of companies in a PostgreSQL database, for all who share it. */
export function postgresProfileStore({ db }: Pick<PostgresDatabase, "db">): ProfileStore {
  return {
    find: (ticker) =>
      attempt(() => db.selectFrom("profiles").selectAll().where("ticker", "=", ticker).executeTakeFirst()).map((row) =>
        row ? keptProfileOf(row) : null,
      ),
    keep: (ticker, kept) =>
      inTransaction(db, async (tx) => {
        const { ticker: name, ...changed } = profileRow(ticker, kept);
        await tx
          .insertInto("profiles")
          .values({ ticker: name, ...changed })
          .onConflict((conflict) => conflict.column("ticker").doUpdateSet(changed))
          .execute();
        if (changed.name !== null) return;
        const oldest = tx
          .selectFrom("profiles")
          .select("ticker")
          .where("name", "is", null)
          .orderBy("asked_at", "desc")
          .offset(MAX_NEVER_FOUND);
        await tx.deleteFrom("profiles").where("ticker", "in", oldest).execute();
      }),
  };
}
