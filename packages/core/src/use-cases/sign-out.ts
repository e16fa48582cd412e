import type { ResultAsync } from "neverthrow";
import type { SessionId } from "../domain/account.ts";
import type { StoreUnavailable } from "../domain/errors.ts";
import type { Sessions } from "../ports/sessions.ts";

export type SignOut = { readonly sessionId: SessionId };

export type SignOutError = StoreUnavailable;

/** Ends the session, so that no token which names it works again. */
export function signOut(
  { sessions }: { readonly sessions: Sessions },
  { sessionId }: SignOut,
): ResultAsync<void, SignOutError> {
  return sessions.end(sessionId);
}
