import type { Instant } from "@bourse/core";
import type { Transaction } from "kysely";
import { MAX_COUNTED, ONLY_REFUSAL, refusalRow, spentOf } from "../kysely/budget-rows.ts";
import type { BudgetStore, Spent, SpentChange, SpentQuery } from "../price-stores/index.ts";
import { BUDGET_LOCK } from "./price-migrations.ts";
import type { PostgresDatabase } from "./open.ts";
import type { PostgresTables } from "./schema.ts";
import { inTransaction } from "./transactions.ts";

type Tx = Transaction<PostgresTables>;

/** Requests for prices, counted in a PostgreSQL database: one budget for all who share it. */
export function postgresBudgetStore({ db }: Pick<PostgresDatabase, "db">): BudgetStore {
  return {
    change: (query, decide) =>
      inTransaction(db, async (tx) => {
        // Held until the commit, so that two who share the budget never count the same.
        await tx.selectFrom("locks").selectAll().where("name", "=", BUDGET_LOCK).forUpdate().execute();
        await callBack(tx, BigInt(query.now));
        const changed = decide(await spent(tx, query));
        await write(tx, changed, query.now, query.day);
        return changed.answer;
      }),
  };
}

/** What bears a later time, since the clock has been set back, is taken to have happened now. */
async function callBack(tx: Tx, now: bigint): Promise<void> {
  await tx.updateTable("price_requests").set({ at: now }).where("at", ">", now).execute();
  await tx.updateTable("price_refusals").set({ since: now }).where("since", ">", now).execute();
}

async function spent(tx: Tx, { day, recent }: SpentQuery): Promise<Spent> {
  const requests = tx.selectFrom("price_requests");
  return spentOf({
    counts: await requests
      .select(({ fn }) => ["need", fn.countAll().as("count")])
      .where("day", "=", day)
      .groupBy("need")
      .execute(),
    recent: await requests.select("at").orderBy("at", "desc").limit(recent).execute(),
    underWay: await requests.select("at").where("under_way", "=", 1n).orderBy("at", "desc").limit(1).executeTakeFirst(),
    refusal: await tx.selectFrom("price_refusals").selectAll().where("id", "=", ONLY_REFUSAL).executeTakeFirst(),
  });
}

async function write(
  tx: Tx,
  { request, isOver, reached }: SpentChange<unknown>,
  now: Instant,
  day: string,
): Promise<void> {
  const at = BigInt(now);
  if (isOver) {
    await tx.updateTable("price_requests").set({ at, under_way: 0n }).where("under_way", "=", 1n).execute();
  }
  if (request) {
    const under_way = request.isUnderWay ? 1n : 0n;
    await tx.insertInto("price_requests").values({ at, day, need: request.need, under_way }).execute();
    const oldestKept = tx.selectFrom("price_requests").select("at").orderBy("at", "desc").limit(1).offset(MAX_COUNTED);
    await tx.deleteFrom("price_requests").where("at", "<", oldestKept).execute();
  }
  if (reached) {
    const { id, ...changed } = refusalRow(reached);
    await tx
      .insertInto("price_refusals")
      .values({ id, ...changed })
      .onConflict((conflict) => conflict.column("id").doUpdateSet(changed))
      .execute();
  } else if (reached === null) await tx.deleteFrom("price_refusals").where("id", "=", ONLY_REFUSAL).execute();
}
