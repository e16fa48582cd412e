import { ok, safeTry, type ResultAsync } from "neverthrow";
import type { AccountId, SessionId } from "../domain/account.ts";
import type { StoreUnavailable } from "../domain/errors.ts";
import type { Accounts } from "../ports/accounts.ts";
import type { PasswordHash } from "../ports/passwords.ts";
import type { PasswordResets } from "../ports/password-resets.ts";
import type { Sessions } from "../ports/sessions.ts";
import { alone, type AloneNeeds } from "./alone.ts";
import { unsettled } from "./unsettled.ts";

export type SetPasswordNeeds = AloneNeeds & {
  readonly accounts: Accounts;
  readonly sessions: Sessions;
  readonly resets: PasswordResets;
};

/** How often a password is set when another hash comes first: a sign-in makes a weak one again, of the same password. */
export const MOST_TRIES = 3;

/**
 * Puts a new hash in the place of the current one, and ends every session but the one to keep; false when another hash
 * had come first. Sessions end before it, and none begins in between: a crash leaves none of whoever knew the old
 * password. They end after it too, for those that another process has begun.
 */
export function setPassword(
  needs: SetPasswordNeeds,
  accountId: AccountId,
  current: PasswordHash,
  next: PasswordHash,
  keep?: SessionId,
): ResultAsync<boolean, StoreUnavailable> {
  const { accounts, sessions, resets } = needs;
  const steps = (): ResultAsync<boolean, StoreUnavailable> =>
    safeTry(async function* () {
      yield* await sessions.endAll(accountId, keep);
      yield* await resets.drop(accountId).mapErr(unsettled);
      const isSet = yield* await accounts.replacePassword(accountId, current, next).mapErr(unsettled);
      yield* await sessions.endAll(accountId, keep).mapErr(unsettled);
      return ok(isSet);
    });
  return alone(needs, accountId, steps);
}
