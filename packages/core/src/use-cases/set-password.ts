import { ok, safeTry, type ResultAsync } from "neverthrow";
import type { AccountId, SessionId } from "../domain/account.ts";
import type { StoreUnavailable } from "../domain/errors.ts";
import type { Accounts } from "../ports/accounts.ts";
import type { PasswordHash } from "../ports/passwords.ts";
import type { PasswordResets } from "../ports/password-resets.ts";
import type { Sessions } from "../ports/sessions.ts";

export type SetPasswordNeeds = {
  readonly accounts: Accounts;
  readonly sessions: Sessions;
  readonly resets: PasswordResets;
};

/**
 * Puts a new hash in the place of the current one, and ends every session but the one to keep; false when another hash
 * had come first. Sessions end before it too, lest a crash in between leave those of whoever knew the old password.
 */
export function setPassword(
  { accounts, sessions, resets }: SetPasswordNeeds,
  accountId: AccountId,
  current: PasswordHash,
  next: PasswordHash,
  keep?: SessionId,
): ResultAsync<boolean, StoreUnavailable> {
  return safeTry(async function* () {
    yield* sessions.endAll(accountId, keep);
    yield* resets.drop(accountId);
    const isSet = yield* accounts.replacePassword(accountId, current, next);
    yield* sessions.endAll(accountId, keep);
    return ok(isSet);
  });
}
