import { instant, money, type LocalDate } from "@bourse/core";
import type { CloseStore } from "../price-stores/index.ts";
import type { PostgresDatabase } from "./open.ts";
import { attempt, inTransaction } from "./transactions.ts";

/** Closes in a PostgreSQL database, for all who share it; none that is kept can change. */
export function postgresCloseStore({ db }: Pick<PostgresDatabase, "db">): CloseStore {
  return {
    find: (ticker, from, to) =>
      attempt(async () => {
        const rows = await db
          .selectFrom("daily_closes")
          .select(["day", "price"])
          .where("ticker", "=", ticker)
          .where("day", ">=", from)
          .where("day", "<=", to)
          .orderBy("day")
          .execute();
        const asked = await db
          .selectFrom("daily_closes_asked")
          .selectAll()
          .where("ticker", "=", ticker)
          .executeTakeFirst();
        return {
          closes: new Map(rows.map(({ day, price }) => [day as LocalDate, money(price)])),
          asked: asked ? { at: instant(Number(asked.at)), known: asked.known === 1n } : null,
        };
      }),
    keep: (ticker, { closes, asked }) =>
      inTransaction(db, async (tx) => {
        const rows = [...closes].map(([day, price]) => ({ ticker, day, price }));
        if (rows.length > 0) {
          // In one order for everybody, or two that keep the same days would wait for each other for ever.
          const sorted = rows.toSorted((a, b) => (a.day < b.day ? -1 : 1));
          await tx
            .insertInto("daily_closes")
            .values(sorted)
            .onConflict((conflict) => conflict.columns(["ticker", "day"]).doNothing())
            .execute();
        }
        if (!asked) return;
        const changed = { at: BigInt(asked.at), known: asked.known ? 1n : 0n };
        await tx
          .insertInto("daily_closes_asked")
          .values({ ticker, ...changed })
          .onConflict((conflict) => conflict.column("ticker").doUpdateSet(changed))
          .execute();
      }),
  };
}
