import { ok, safeTry, type ResultAsync } from "neverthrow";
import type { AccountId } from "../domain/account.ts";
import type { AccountNotFound, StoreUnavailable } from "../domain/errors.ts";
import type { Accounts } from "../ports/accounts.ts";
import type { Mail } from "../ports/mail.ts";
import type { PasswordResets } from "../ports/password-resets.ts";
import type { Sessions } from "../ports/sessions.ts";
import { unsettled } from "./unsettled.ts";

export type CloseAccount = { readonly accountId: AccountId };

export type CloseAccountError = AccountNotFound | StoreUnavailable;

export type CloseAccountNeeds = {
  readonly accounts: Accounts;
  readonly sessions: Sessions;
  readonly resets: PasswordResets;
  readonly mail: Mail;
};

/** Forgets the person and ends every session; the entries stay under the bare id, since they never change. */
export function closeAccount(
  { accounts, sessions, resets, mail }: CloseAccountNeeds,
  { accountId }: CloseAccount,
): ResultAsync<void, CloseAccountError> {
  return safeTry(async function* () {
    const account = yield* await accounts.find(accountId);
    yield* await accounts.close(accountId);
    // Mails that cannot be forgotten are the operator's to drop: the account is closed, and must be said to be.
    if (account) yield* await mail.forget(account.email).orElse(() => ok());
    yield* await sessions.endAll(accountId).mapErr(unsettled);
    return resets.drop(accountId).mapErr(unsettled);
  });
}
