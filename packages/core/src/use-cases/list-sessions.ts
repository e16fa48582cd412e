import type { ResultAsync } from "neverthrow";
import type { AccountId, Session } from "../domain/account.ts";
import type { StoreUnavailable } from "../domain/errors.ts";
import type { Clock } from "../ports/clock.ts";
import type { Sessions } from "../ports/sessions.ts";

export type ListSessions = { readonly accountId: AccountId };

export type ListSessionsError = StoreUnavailable;

/** Where an account is signed in, the newest first; what has expired is no session any more. */
export function listSessions(
  { sessions, clock }: { readonly sessions: Sessions; readonly clock: Clock },
  { accountId }: ListSessions,
): ResultAsync<readonly Session[], ListSessionsError> {
  return sessions.list(accountId).map((all) => all.filter(({ expiresAt }) => expiresAt > clock.now()));
}
