import type { ResultAsync } from "neverthrow";
import type { AccountId } from "../domain/account.ts";
import type { AccountNotFound, StoreUnavailable } from "../domain/errors.ts";
import type { Accounts } from "../ports/accounts.ts";
import type { PasswordResets } from "../ports/password-resets.ts";
import type { Sessions } from "../ports/sessions.ts";

export type CloseAccount = { readonly accountId: AccountId };

export type CloseAccountError = AccountNotFound | StoreUnavailable;

export type CloseAccountNeeds = {
  readonly accounts: Accounts;
  readonly sessions: Sessions;
  readonly resets: PasswordResets;
};

/** Forgets the person and ends every session; the entries stay under the bare id, since they never change. */
export function closeAccount(
  { accounts, sessions, resets }: CloseAccountNeeds,
  { accountId }: CloseAccount,
): ResultAsync<void, CloseAccountError> {
  return accounts
    .close(accountId)
    .andThen(() => sessions.endAll(accountId))
    .andThen(() => resets.drop(accountId));
}
