import type { ResultAsync } from "neverthrow";
import type { Entry } from "../domain/entry.ts";
import type { StoreUnavailable } from "../domain/errors.ts";
import type { InvalidInput } from "../domain/invalid.ts";
import type { Ledger } from "../ports/ledger.ts";
import { pageOf, pageQuery, type ListEntries, type Page } from "./page.ts";

export type ListCashTransactions = ListEntries;

export type ListCashTransactionsError = InvalidInput | StoreUnavailable;

/** Every entry moves cash, so the cash history is the whole ledger of the account, newest first. */
export function listCashTransactions(
  { ledger }: { readonly ledger: Ledger },
  command: ListCashTransactions,
): ResultAsync<Page<Entry>, ListCashTransactionsError> {
  return pageQuery(command).asyncAndThen((query) => ledger.entries(query).map((found) => pageOf(found, query)));
}
