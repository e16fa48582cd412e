import type { Instant, Need } from "@bourse/core";
import type { Database } from "better-sqlite3";
import { MAX_COUNTED, ONLY_REFUSAL, refusalRow, spentOf } from "../kysely/budget-rows.ts";
import type { PriceRefusalsTable, PriceRequestsTable } from "../kysely/schema.ts";
import type { BudgetStore, Spent, SpentChange, SpentQuery } from "../price-stores/index.ts";
import { later } from "./failures.ts";
import { parametersFor, prepare, sql } from "./statement.ts";
import { attemptWrite } from "./writes.ts";

/** Requests for prices, counted in a SQLite file. */
export function sqliteBudgetStore(db: Database): BudgetStore {
  const statements = budgetStatements(db);

  function spent({ now, day, recent }: SpentQuery): Spent {
    const at = { now: BigInt(now) };
    statements.callBack.run(at);
    statements.callRefusalBack.run(at);
    return spentOf({
      counts: statements.countOf.all({ day }),
      recent: statements.recent.all({ recent }),
      underWay: statements.underWay.get({ under_way: 1n }),
      refusal: statements.refusal.get({ id: ONLY_REFUSAL }),
    });
  }

  function write({ request, isOver, reached }: SpentChange<unknown>, now: Instant, day: string): void {
    if (isOver) statements.end.run({ now: BigInt(now), under_way: 1n, over: 0n });
    if (request) {
      statements.count.run({ at: BigInt(now), day, need: request.need, under_way: request.isUnderWay ? 1n : 0n });
      statements.forgetOldest.run({ kept: MAX_COUNTED });
    }
    if (reached) statements.refuse.run(refusalRow(reached));
    else if (reached === null) statements.forgive.run({ id: ONLY_REFUSAL });
  }

  // Holding the write lock from its first read, so that two who share the file never count the same.
  const change = db.transaction((query: SpentQuery, decide: (spent: Spent) => SpentChange<unknown>) => {
    const changed = decide(spent(query));
    write(changed, query.now, query.day);
    return changed.answer;
  });

  return {
    change: <Answer>(query: SpentQuery, decide: (spent: Spent) => SpentChange<Answer>) =>
      later(attemptWrite(db, () => change.immediate(query, decide) as Answer)),
  };
}

const REQUEST_COLUMNS = ["at", "day", "need", "under_way"] as const satisfies readonly (keyof PriceRequestsTable)[];
const REFUSAL_COLUMNS = [
  "id",
  "reached",
  "since",
  "day",
  "wait",
] as const satisfies readonly (keyof PriceRefusalsTable)[];

function budgetStatements(db: Database) {
  return {
    callBack: prepare<{ now: bigint }>(db, (param) =>
      sql
        .updateTable("price_requests")
        .set({ at: param("now") })
        .where("at", ">", param("now")),
    ),
    callRefusalBack: prepare<{ now: bigint }>(db, (param) =>
      sql
        .updateTable("price_refusals")
        .set({ since: param("now") })
        .where("since", ">", param("now")),
    ),
    countOf: prepare<{ day: string }, { need: Need; count: bigint | number | string }>(db, (param) =>
      sql
        .selectFrom("price_requests")
        .select(({ fn }) => ["need", fn.countAll().as("count")])
        .where("day", "=", param("day"))
        .groupBy("need"),
    ),
    recent: prepare<{ recent: number }, { at: bigint }>(db, (param) =>
      sql.selectFrom("price_requests").select("at").orderBy("at", "desc").limit(param("recent")),
    ),
    underWay: prepare<{ under_way: bigint }, { at: bigint }>(db, (param) =>
      sql
        .selectFrom("price_requests")
        .select("at")
        .where("under_way", "=", param("under_way"))
        .orderBy("at", "desc")
        .limit(1),
    ),
    end: prepare<{ now: bigint; under_way: bigint; over: bigint }>(db, (param) =>
      sql
        .updateTable("price_requests")
        .set({ at: param("now"), under_way: param("over") })
        .where("under_way", "=", param("under_way")),
    ),
    count: prepare<PriceRequestsTable>(db, (param) =>
      sql.insertInto("price_requests").values(parametersFor<PriceRequestsTable>(REQUEST_COLUMNS, param)),
    ),
    forgetOldest: prepare<{ kept: number }>(db, (param) =>
      sql
        .deleteFrom("price_requests")
        .where("at", "<", (eb) =>
          eb.selectFrom("price_requests").select("at").orderBy("at", "desc").limit(1).offset(param("kept")),
        ),
    ),
    refusal: prepare<{ id: bigint }, PriceRefusalsTable>(db, (param) =>
      sql.selectFrom("price_refusals").selectAll().where("id", "=", param("id")),
    ),
    refuse: prepare<PriceRefusalsTable>(db, (param) =>
      sql.replaceInto("price_refusals").values(parametersFor<PriceRefusalsTable>(REFUSAL_COLUMNS, param)),
    ),
    forgive: prepare<{ id: bigint }>(db, (param) => sql.deleteFrom("price_refusals").where("id", "=", param("id"))),
  };
}
