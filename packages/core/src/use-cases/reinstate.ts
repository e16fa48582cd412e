import type { ResultAsync } from "neverthrow";
import type { Account, AccountId } from "../domain/account.ts";
import type { AccountNotFound, StoreUnavailable } from "../domain/errors.ts";
import { askedByOperator, type OperatorNeeds } from "./operator.ts";

export type Reinstate = { readonly askedBy: AccountId; readonly accountId: AccountId };

export type ReinstateError = AccountNotFound | StoreUnavailable;

/** Takes a blacklisting back: from the next request on the account may do all that it could. */
export function reinstate(
  needs: OperatorNeeds,
  { askedBy, accountId }: Reinstate,
): ResultAsync<Account, ReinstateError> {
  return askedByOperator(needs, askedBy).andThen(() => needs.accounts.setBlacklisted(accountId, false));
}
