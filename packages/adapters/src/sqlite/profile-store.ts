import { instant, money, type LocalDate, type Money, type StockProfile, type Ticker } from "@bourse/core";
import type { Database } from "better-sqlite3";
import { ok } from "neverthrow";
import type { ProfilesTable } from "../kysely/schema.ts";
import type { KeptProfile, ProfileStore } from "../price-stores/index.ts";
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

function profileRow(ticker: Ticker, { profile, askedAt, found }: KeptProfile): ProfilesTable {
  return {
    ticker,
    asked_at: BigInt(askedAt),
    found: found ? 1n : 0n,
    name: profile?.name ?? null,
    exchange: profile?.exchange ?? null,
    sector: profile?.sector ?? null,
    industry: profile?.industry ?? null,
    description: profile?.description ?? null,
    market_capitalization: profile?.marketCapitalization ?? null,
    dividend_per_share: profile?.dividendPerShare ?? null,
    fifty_two_week_high: profile?.fiftyTwoWeekHigh ?? null,
    fifty_two_week_low: profile?.fiftyTwoWeekLow ?? null,
    as_of: profile?.asOf ?? null,
  };
}

function keptProfileOf(row: ProfilesTable): KeptProfile {
  return { profile: profileOf(row), askedAt: instant(Number(row.asked_at)), found: row.found === 1n };
}

/** The schema says that a row without a name has nothing of a profile. */
function profileOf(row: ProfilesTable): StockProfile | null {
  const { ticker, name, exchange, sector, industry, description } = row;
  if (name === null) return null;
  return {
    ticker: ticker as Ticker,
    name,
    exchange,
    sector,
    industry,
    description,
    marketCapitalization: moneyOrNull(row.market_capitalization),
    dividendPerShare: moneyOrNull(row.dividend_per_share),
    fiftyTwoWeekHigh: moneyOrNull(row.fifty_two_week_high),
    fiftyTwoWeekLow: moneyOrNull(row.fifty_two_week_low),
    asOf: row.as_of as LocalDate | null,
  };
}

function moneyOrNull(amount: bigint | null): Money | null {
  return amount === null ? null : money(amount);
}
