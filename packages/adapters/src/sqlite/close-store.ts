import { instant, money, type LocalDate } from "@bourse/core";
import type { Database } from "better-sqlite3";
import type { DailyClosesAskedTable, DailyClosesTable } from "../kysely/schema.ts";
import type { ClosesAsked, CloseStore } from "../price-stores/index.ts";
import { attempt, later } from "./failures.ts";
import { parametersFor, prepare, sql } from "./statement.ts";
import { attemptWrite } from "./writes.ts";

const CLOSE_COLUMNS = ["ticker", "day", "price"] as const satisfies readonly (keyof DailyClosesTable)[];
const ASKED_COLUMNS = ["ticker", "at", "known"] as const satisfies readonly (keyof DailyClosesAskedTable)[];

/** Closes in a SQLite file, where none that is kept can change. */
export function sqliteCloseStore(db: Database): CloseStore {
  const statements = closeStatements(db);
  const keep = db.transaction<(ticker: string, closes: Closes, asked: ClosesAsked | null) => void>(
    (ticker, closes, asked) => {
      for (const [day, price] of closes) statements.keep.run({ ticker, day, price });
      if (asked) statements.note.run({ ticker, at: BigInt(asked.at), known: asked.known ? 1n : 0n });
    },
  );
  const find: CloseStore["find"] = (ticker, from, to) =>
    later(
      attempt(() => ({
        closes: new Map(
          statements.find.all({ ticker, from, to }).map(({ day, price }) => [day as LocalDate, money(price)]),
        ),
        asked: askedOf(statements.asked.get({ ticker })),
      })),
    );
  return {
    find,
    keep: (ticker, { closes, asked }) => later(attemptWrite(db, () => keep.immediate(ticker, closes, asked))),
  };
}

type Closes = Iterable<readonly [string, bigint]>;

function closeStatements(db: Database) {
  return {
    find: prepare<{ ticker: string; from: string; to: string }, Pick<DailyClosesTable, "day" | "price">>(db, (param) =>
      sql
        .selectFrom("daily_closes")
        .select(["day", "price"])
        .where("ticker", "=", param("ticker"))
        .where("day", ">=", param("from"))
        .where("day", "<=", param("to"))
        .orderBy("day"),
    ),
    keep: prepare<DailyClosesTable>(db, (param) =>
      sql
        .insertInto("daily_closes")
        .values(parametersFor<DailyClosesTable>(CLOSE_COLUMNS, param))
        .onConflict((conflict) => conflict.columns(["ticker", "day"]).doNothing()),
    ),
    asked: prepare<{ ticker: string }, DailyClosesAskedTable>(db, (param) =>
      sql.selectFrom("daily_closes_asked").selectAll().where("ticker", "=", param("ticker")),
    ),
    note: prepare<DailyClosesAskedTable>(db, (param) =>
      sql.replaceInto("daily_closes_asked").values(parametersFor<DailyClosesAskedTable>(ASKED_COLUMNS, param)),
    ),
  };
}

function askedOf(row: DailyClosesAskedTable | undefined): ClosesAsked | null {
  return row ? { at: instant(Number(row.at)), known: row.known === 1n } : null;
}
