import type { ResultAsync } from "neverthrow";
import type { FilledTrade } from "../domain/entry.ts";
import type { StoreUnavailable } from "../domain/errors.ts";
import type { InvalidInput } from "../domain/invalid.ts";
import type { Ledger } from "../ports/ledger.ts";
import type { MarketCalendar } from "../ports/market-calendar.ts";
import { filledTrade } from "./filled-trade.ts";
import { pageOf, pageQuery, type ListEntries, type Page } from "./page.ts";

export type ListTrades = ListEntries;

export type ListTradesError = InvalidInput | StoreUnavailable;

export type ListTradesNeeds = { readonly ledger: Ledger; readonly calendar: MarketCalendar };

/** The account's purchases and sales, newest first. */
export function listTrades(
  { ledger, calendar }: ListTradesNeeds,
  command: ListTrades,
): ResultAsync<Page<FilledTrade>, ListTradesError> {
  return pageQuery(command).asyncAndThen((query) =>
    ledger.trades(query).map((found) =>
      pageOf(
        found.map((entry) => filledTrade(calendar, entry)),
        query,
      ),
    ),
  );
}
