import { okAsync, type ResultAsync } from "neverthrow";
import type { AccountId } from "../domain/account.ts";
import type { Entry } from "../domain/entry.ts";
import type { StoreUnavailable } from "../domain/errors.ts";
import type { Ledger } from "../ports/ledger.ts";

/** Entries are numbered from 1 in whole numbers; anything else names none, and no ledger need make sense of it. */
export function entryAt(
  ledger: Ledger,
  accountId: AccountId,
  seq: number,
): ResultAsync<Entry | null, StoreUnavailable> {
  return Number.isSafeInteger(seq) && seq >= 1 ? ledger.entry(accountId, seq) : okAsync(null);
}
