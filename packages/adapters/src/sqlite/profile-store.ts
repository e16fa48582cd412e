import type { Database } from "better-sqlite3";
import { ok } from "neverthrow";
import { keptProfileOf, profileRow } from "../kysely/profile-rows.ts";
import type { ProfilesTable } from "../kysely/schema.ts";
import type { ProfileStore } from "../price-stores/index.ts";
import { attempt, later } from "./failures.ts";
import { groupCommit } from "./group-commit.ts";
import { parametersFor, prepare, sql } from "./statement.ts";

const COLUMNS = [
  "ticker",
  "asked_at",
  "found",
  "name",
  "exchange",
  "sector",
  "industry",
  "description",
  "market_capitalization",
  "dividend_per_share",
  "fifty_two_week_high",
  "fifty_two_week_low",
  "as_of",
] as const satisfies readonly (keyof ProfilesTable)[];

/** How many tickers that never had details are remembered: more may be looked up than there are companies. */
const MAX_NEVER_FOUND = 10_000;

/** Details of companies in a SQLite file. Those that are kept in one turn of the event loop share one commit. */
export function sqliteProfileStore(db: Database): ProfileStore {
  const statements = profileStatements(db);
  const keep = groupCommit<ProfilesTable, never>(db, (row) => {
    statements.keep.run(row);
    if (row.name === null) statements.forgetOldest.run({ kept: MAX_NEVER_FOUND });
    return ok();
  });
  return {
    find: (ticker) =>
      later(attempt(() => statements.find.get({ ticker })).map((row) => (row ? keptProfileOf(row) : null))),
    keep: (ticker, kept) => keep(profileRow(ticker, kept)),
  };
}

function profileStatements(db: Database) {
  return {
    find: prepare<{ ticker: string }, ProfilesTable>(db, (param) =>
      sql.selectFrom("profiles").selectAll().where("ticker", "=", param("ticker")),
    ),
    keep: prepare<ProfilesTable>(db, (param) =>
      sql.replaceInto("profiles").values(parametersFor<ProfilesTable>(COLUMNS, param)),
    ),
    forgetOldest: prepare<{ kept: number }>(db, (param) =>
      sql
        .deleteFrom("profiles")
        .where("ticker", "in", (eb) =>
          eb
            .selectFrom("profiles")
            .select("ticker")
            .where("name", "is", null)
            .orderBy("asked_at", "desc")
            .limit(-1)
            .offset(param("kept")),
        ),
    ),
  };
}
