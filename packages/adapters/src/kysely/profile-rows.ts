import { instant, money, type LocalDate, type Money, type StockProfile, type Ticker } from "@bourse/core";
import type { KeptProfile } from "../price-stores/index.ts";
import type { ProfilesTable } from "./schema.ts";

export function profileRow(ticker: Ticker, { profile, askedAt, found }: KeptProfile): ProfilesTable {
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

export function keptProfileOf(row: ProfilesTable): KeptProfile {
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
