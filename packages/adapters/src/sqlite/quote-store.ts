import { instant, money, type LatestQuote, type LocalDate, type Ticker } from "@bourse/core";
import type { Database } from "better-sqlite3";
import { ok } from "neverthrow";
import type { QuotesTable } from "../kysely/schema.ts";
import type { KeptQuote, QuoteStore } from "../price-stores/index.ts";
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

function quoteRow(ticker: Ticker, { quote, unknownSince }: KeptQuote): QuotesTable {
  return {
    ticker,
    price: quote?.price ?? null,
    previous_close: quote?.previousClose ?? null,
    trading_day: quote?.tradingDay ?? null,
    fetched_at: quote ? BigInt(quote.fetchedAt) : null,
    source: quote?.source ?? null,
    unknown_since: unknownSince === null ? null : BigInt(unknownSince),
  };
}

function keptQuoteOf(row: QuotesTable): KeptQuote {
  return {
    quote: quoteOf(row),
    unknownSince: row.unknown_since === null ? null : instant(Number(row.unknown_since)),
  };
}

/** The schema says that a row has all of a quote or nothing of one. */
function quoteOf({ ticker, price, previous_close, trading_day, fetched_at, source }: QuotesTable): LatestQuote | null {
  if (price === null) return null;
  return {
    ticker: ticker as Ticker,
    price: money(price),
    previousClose: previous_close === null ? null : money(previous_close),
    tradingDay: trading_day as LocalDate,
    fetchedAt: instant(Number(fetched_at)),
    source: source as string,
  };
}
