import { errAsync, okAsync, type ResultAsync } from "neverthrow";
import type { AccountId } from "../domain/account.ts";
import type { Entry } from "../domain/entry.ts";
import type { CashTransactionNotFound, StoreUnavailable } from "../domain/errors.ts";
import type { Ledger } from "../ports/ledger.ts";
import { entryAt } from "./entry-at.ts";

export type FindCashTransaction = { readonly accountId: AccountId; readonly seq: number };

export type FindCashTransactionError = CashTransactionNotFound | StoreUnavailable;

/** One entry by its number: every entry has a cash leg. */
export function findCashTransaction(
  { ledger }: { readonly ledger: Ledger },
  { accountId, seq }: FindCashTransaction,
): ResultAsync<Entry, FindCashTransactionError> {
  return entryAt(ledger, accountId, seq).andThen((entry) =>
    entry ? okAsync(entry) : errAsync({ kind: "CashTransactionNotFound" as const, seq }),
  );
}
