import { errAsync, okAsync, type ResultAsync } from "neverthrow";
import type { AccountId } from "../domain/account.ts";
import { isTrade, type FilledTrade } from "../domain/entry.ts";
import type { StoreUnavailable, TradeNotFound } from "../domain/errors.ts";
import type { Ledger } from "../ports/ledger.ts";
import type { MarketCalendar } from "../ports/market-calendar.ts";
import { entryAt } from "./entry-at.ts";
import { filledTrade } from "./filled-trade.ts";

export type FindTrade = { readonly accountId: AccountId; readonly seq: number };

export type FindTradeError = StoreUnavailable | TradeNotFound;

export type FindTradeNeeds = { readonly ledger: Ledger; readonly calendar: MarketCalendar };

/** One purchase or sale by its entry number; an entry that moved only cash is no trade. */
export function findTrade(
  { ledger, calendar }: FindTradeNeeds,
  { accountId, seq }: FindTrade,
): ResultAsync<FilledTrade, FindTradeError> {
  return entryAt(ledger, accountId, seq).andThen((entry) =>
    entry && isTrade(entry) ? okAsync(filledTrade(calendar, entry)) : errAsync({ kind: "TradeNotFound" as const, seq }),
  );
}
