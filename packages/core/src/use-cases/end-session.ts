import { err, safeTry, type ResultAsync } from "neverthrow";
import type { AccountId, SessionId } from "../domain/account.ts";
import type { SessionNotFound, StoreUnavailable } from "../domain/errors.ts";
import type { Sessions } from "../ports/sessions.ts";

export type EndSession = { readonly accountId: AccountId; readonly sessionId: SessionId };

export type EndSessionError = SessionNotFound | StoreUnavailable;

/** Ends one of the account's own sessions, such as that of a telephone that was lost. */
export function endSession(
  { sessions }: { readonly sessions: Sessions },
  { accountId, sessionId }: EndSession,
): ResultAsync<void, EndSessionError> {
  return safeTry(async function* () {
    const session = yield* await sessions.find(sessionId);
    if (session?.accountId !== accountId) return err({ kind: "SessionNotFound" as const });
    return sessions.end(sessionId);
  });
}
