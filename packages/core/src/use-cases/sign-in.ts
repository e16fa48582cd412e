import { err, ok, safeTry, type ResultAsync } from "neverthrow";
import { loginName, type Session, type SessionId } from "../domain/account.ts";
import type { PasswordsBusy, StoreUnavailable, WrongCredentials } from "../domain/errors.ts";
import { secondsAfter } from "../domain/time.ts";
import type { Accounts } from "../ports/accounts.ts";
import type { Clock } from "../ports/clock.ts";
import type { Ids } from "../ports/ids.ts";
import type { Passwords } from "../ports/passwords.ts";
import type { Sessions } from "../ports/sessions.ts";

/** `login` is a username or an e-mail. */
export type SignIn = { readonly login: string; readonly password: string };

export type SignInError = PasswordsBusy | StoreUnavailable | WrongCredentials;

export type SignInNeeds = {
  readonly accounts: Accounts;
  readonly passwords: Passwords;
  readonly sessions: Sessions;
  readonly clock: Clock;
  readonly ids: Ids;
  /** How long a session lasts, in seconds. */
  readonly sessionLifetime: number;
};

/** An unknown user and a wrong password get the same answer for the same work. */
export function signIn(needs: SignInNeeds, command: SignIn): ResultAsync<Session, SignInError> {
  const { accounts, passwords, sessions, clock, ids, sessionLifetime } = needs;
  return safeTry(async function* () {
    const credentials = yield* accounts.credentialsFor(loginName(command.login));
    const right = yield* passwords.verify(command.password, credentials?.passwordHash ?? null);
    if (!right || !credentials) return err({ kind: "WrongCredentials" as const });
    const startedAt = clock.now();
    const session = {
      id: ids.next() as SessionId,
      accountId: credentials.account.id,
      startedAt,
      expiresAt: secondsAfter(startedAt, sessionLifetime),
    };
    yield* sessions.start(session);
    // The password may have been changed meanwhile, and whoever did so has ended only the sessions there were.
    const now = yield* accounts.credentialsOf(session.accountId);
    if (now?.passwordHash === credentials.passwordHash) return ok(session);
    yield* sessions.end(session.id);
    return err({ kind: "WrongCredentials" as const });
  });
}
