import { errAsync, okAsync, type ResultAsync } from "neverthrow";
import type { AccountId } from "../domain/account.ts";
import { isTrade, type TradeEntry } from "../domain/entry.ts";
import type { StoreUnavailable, TradeNotFound } from "../domain/errors.ts";
import type { Ledger } from "../ports/ledger.ts";
import { entryAt } from "./entry-at.ts";

export type FindTrade = { readonly accountId: AccountId; readonly seq: number };

export type FindTradeError = StoreUnavailable | TradeNotFound;

/** One purchase or sale by its entry number; an entry that moved only cash is no trade. */
export function findTrade(
  { ledger }: { readonly ledger: Ledger },
  { accountId, seq }: FindTrade,
): ResultAsync<TradeEntry, FindTradeError> {
  return entryAt(ledger, accountId, seq).andThen((entry) =>
    entry && isTrade(entry) ? okAsync(entry) : errAsync({ kind: "TradeNotFound" as const, seq }),
  );
}
