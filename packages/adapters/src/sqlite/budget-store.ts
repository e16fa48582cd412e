import { instant, type Instant, type Need } from "@bourse/core";
import type { Database } from "better-sqlite3";
import type { PriceRefusalsTable, PriceRequestsTable } from "../kysely/schema.ts";
import type { BudgetStore, LimitReached, Spent, SpentChange, SpentQuery } from "../price-stores/index.ts";
import { later } from "./failures.ts";
import { parametersFor, prepare, sql } from "./statement.ts";
import { attemptWrite } from "./writes.ts";

/** How many requests are remembered: more than any day or minute may have. */
const MAX_COUNTED = 10_000;
/** The refusal that is waited out has a table to itself. */
const ONLY = 1n;

/** Requests for prices, counted in a SQLite file. */
export function sqliteBudgetStore(db: Database): BudgetStore {
  const statements = budgetStatements(db);

  function spent({ now, day, recent }: SpentQuery): Spent {
    const at = { now: BigInt(now) };
    statements.callBack.run(at);
    statements.callRefusalBack.run(at);
    const counts = new Map(statements.countOf.all({ day }).map(({ need, count }) => [need, Number(count)]));
    const countOf = (need: Need): number => counts.get(need) ?? 0;
    const refusal = statements.refusal.get({ id: ONLY });
    const underWay = statements.underWay.get({ under_way: 1n });
    return {
      today: { look: countOf("look"), trade: countOf("trade"), valuation: countOf("valuation") },
      recent: statements.recent.all({ recent }).map((row) => instant(Number(row.at))),
      underWay: underWay ? instant(Number(underWay.at)) : null,
      reached: refusal ? limitReached(refusal) : null,
    };
  }

  function write({ request, isOver, reached }: SpentChange<unknown>, now: Instant, day: string): void {
    if (isOver) statements.end.run({ now: BigInt(now), under_way: 1n, over: 0n });
    if (request) {
      statements.count.run({ at: BigInt(now), day, need: request.need, under_way: request.isUnderWay ? 1n : 0n });
      statements.forgetOldest.run({ kept: MAX_COUNTED });
    }
    if (reached) statements.refuse.run(refusalRow(reached));
    else if (reached === null) statements.forgive.run({ id: ONLY });
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

function limitReached({ reached, since, day, wait }: PriceRefusalsTable): LimitReached {
  return { limit: reached, since: instant(Number(since)), day, wait: Number(wait) };
}

function refusalRow({ limit, since, day, wait }: LimitReached): PriceRefusalsTable {
  return { id: ONLY, reached: limit, since: BigInt(since), day, wait: BigInt(wait) };
}

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
