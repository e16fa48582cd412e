import type { ResultAsync } from "neverthrow";
import type { TradeEntry } from "../domain/entry.ts";
import type { StoreUnavailable } from "../domain/errors.ts";
import type { InvalidInput } from "../domain/invalid.ts";
import type { Ledger } from "../ports/ledger.ts";
import { pageOf, pageQuery, type ListEntries, type Page } from "./page.ts";

export type ListTrades = ListEntries;

export type ListTradesError = InvalidInput | StoreUnavailable;

/** The account's purchases and sales, newest first. */
export function listTrades(
  { ledger }: { readonly ledger: Ledger },
  command: ListTrades,
): ResultAsync<Page<TradeEntry>, ListTradesError> {
  return pageQuery(command).asyncAndThen((query) => ledger.trades(query).map((found) => pageOf(found, query)));
}
