import type { ResultAsync } from "neverthrow";
import type { Account, AccountId } from "../domain/account.ts";
import type { AccountNotFound, StoreUnavailable } from "../domain/errors.ts";
import { askedByOperator, type OperatorNeeds } from "./operator.ts";

export type Blacklist = { readonly askedBy: AccountId; readonly accountId: AccountId };

export type BlacklistError = AccountNotFound | StoreUnavailable;

/** From the next request on the account may look, but neither move cash nor trade, and its e-mail opens no other account. */
export function blacklist(
  needs: OperatorNeeds,
  { askedBy, accountId }: Blacklist,
): ResultAsync<Account, BlacklistError> {
  return askedByOperator(needs, askedBy).andThen(() => needs.accounts.setBlacklisted(accountId, true));
}
