import type { Database } from "better-sqlite3";
import { ok } from "neverthrow";
import { keptQuoteOf, quoteRow } from "../kysely/quote-rows.ts";
import type { QuotesTable } from "../kysely/schema.ts";
import type { QuoteStore } from "../price-stores/index.ts";
import { attempt, later } from "./failures.ts";
import { groupCommit } from "./group-commit.ts";
import { parametersFor, prepare, sql } from "./statement.ts";

const COLUMNS = [
  "ticker",
  "price",
  "previous_close",
  "trading_day",
  "fetched_at",
  "source",
  "unknown_since",
] as const satisfies readonly (keyof QuotesTable)[];

/** How many tickers that never had a quote are remembered: anyone can make up more. */
const MAX_NEVER_KNOWN = 10_000;

/** Quotes in a SQLite file. Those that are kept in one turn of the event loop share one commit. */
export function sqliteQuoteStore(db: Database): QuoteStore {
  const statements = quoteStatements(db);
  const keep = groupCommit<QuotesTable, never>(db, (row) => {
    statements.keep.run(row);
    if (row.price === null) statements.forgetOldest.run({ kept: MAX_NEVER_KNOWN });
    return ok();
  });
  return {
    find: (ticker) =>
      later(attempt(() => statements.find.get({ ticker })).map((row) => (row ? keptQuoteOf(row) : null))),
    keep: (ticker, kept) => keep(quoteRow(ticker, kept)),
  };
}

function quoteStatements(db: Database) {
  return {
    find: prepare<{ ticker: string }, QuotesTable>(db, (param) =>
      sql.selectFrom("quotes").selectAll().where("ticker", "=", param("ticker")),
    ),
    keep: prepare<QuotesTable>(db, (param) =>
      sql.replaceInto("quotes").values(parametersFor<QuotesTable>(COLUMNS, param)),
    ),
    forgetOldest: prepare<{ kept: number }>(db, (param) =>
      sql
        .deleteFrom("quotes")
        .where("ticker", "in", (eb) =>
          eb
            .selectFrom("quotes")
            .select("ticker")
            .where("price", "is", null)
            .orderBy("unknown_since", "desc")
            .limit(-1)
            .offset(param("kept")),
        ),
    ),
  };
}
