import { err, ok, safeTry, type ResultAsync } from "neverthrow";
import type { Account, Session, SessionId } from "../domain/account.ts";
import type { SessionEnded, StoreUnavailable } from "../domain/errors.ts";
import type { Accounts } from "../ports/accounts.ts";
import type { Clock } from "../ports/clock.ts";
import type { Sessions } from "../ports/sessions.ts";

export type ResumeSession = { readonly sessionId: SessionId };

export type Resumed = { readonly session: Session; readonly account: Account };

export type ResumeSessionError = SessionEnded | StoreUnavailable;

export type ResumeSessionNeeds = { readonly accounts: Accounts; readonly sessions: Sessions; readonly clock: Clock };

/** Asked on every request, so that signing out or closing the account ends a session at once. */
export function resumeSession(
  { accounts, sessions, clock }: ResumeSessionNeeds,
  { sessionId }: ResumeSession,
): ResultAsync<Resumed, ResumeSessionError> {
  return safeTry(async function* () {
    const session = yield* await sessions.find(sessionId);
    if (!session || session.expiresAt <= clock.now()) return err({ kind: "SessionEnded" as const });
    const account = yield* await accounts.find(session.accountId);
    return account ? ok({ session, account }) : err({ kind: "SessionEnded" as const });
  });
}
