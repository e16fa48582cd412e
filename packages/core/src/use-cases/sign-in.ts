import { err, errAsync, ok, okAsync, ResultAsync, safeTry } from "neverthrow";
import {
  loginName,
  type AccountId,
  type LoginName,
  type Password,
  type Session,
  type SessionId,
} from "../domain/account.ts";
import type { PasswordsBusy, StoreUnavailable, TooManyAttempts, WrongCredentials } from "../domain/errors.ts";
import { ACCOUNT_RULE, ADDRESS_RULE } from "../domain/throttle.ts";
import { secondsAfter } from "../domain/time.ts";
import type { Accounts, Credentials } from "../ports/accounts.ts";
import type { Ids } from "../ports/ids.ts";
import type { Places } from "../places.ts";
import type { PasswordHash, Passwords } from "../ports/passwords.ts";
import type { Sessions } from "../ports/sessions.ts";
import { alone, type AloneNeeds } from "./alone.ts";
import { throttled, type Throttle, type ThrottleNeeds } from "./throttled.ts";
import { unsettled } from "./unsettled.ts";

/**
 * `login` is a username or an e-mail; `address` is where the attempt comes from, such as an IP address. Without one,
 * failures count against the account alone.
 */
export type SignIn = { readonly login: string; readonly password: string; readonly address?: string | undefined };

export type SignInError = PasswordsBusy | StoreUnavailable | TooManyAttempts | WrongCredentials;

export type SignInNeeds = AloneNeeds &
  ThrottleNeeds & {
    readonly accounts: Accounts;
    readonly passwords: Passwords;
    readonly sessions: Sessions;
    readonly ids: Ids;
    readonly addressPlaces: Places<string>;
    /** How long a session lasts, in seconds. */
    readonly sessionLifetime: number;
  };

/** An unknown user and a wrong password get the same answer for the same work. */
export function signIn(needs: SignInNeeds, command: SignIn): ResultAsync<Session, SignInError> {
  const { accounts, passwords, clock, ids, sessionLifetime } = needs;
  return safeTry(async function* () {
    const login = loginName(command.login);
    const credentials = yield* await accounts.credentialsFor(login);
    const isRight = yield* await throttled(needs, throttles(login, credentials, command.address), () =>
      inAPlace(needs, command.address, () => passwords.verify(command.password, credentials?.passwordHash ?? null)),
    );
    if (!isRight || !credentials) return err({ kind: "WrongCredentials" as const });
    const passwordHash = yield* await strongHash(needs, credentials, command.password as Password);
    const startedAt = clock.now();
    const session = {
      id: ids.next() as SessionId,
      accountId: credentials.account.id,
      startedAt,
      expiresAt: secondsAfter(startedAt, sessionLifetime),
    };
    return alone(needs, session.accountId, () => started(needs, session, passwordHash, command.password));
  });
}

/** So many of an address's sign-ins may be verified or wait for it: what is left of the queue is for the others. */
const MOST_FROM_ADDRESS = 12;

/** Someone with accounts enough of his own, all of them signing in at once, must not keep everybody else out. */
function inAPlace(
  { addressPlaces }: SignInNeeds,
  address: string | undefined,
  verify: () => ResultAsync<boolean, PasswordsBusy>,
): ResultAsync<boolean, PasswordsBusy> {
  if (address === undefined) return verify();
  if (addressPlaces.taken(address) >= MOST_FROM_ADDRESS) {
    return errAsync({ kind: "PasswordsBusy", retryAfter: MOST_FROM_ADDRESS });
  }
  return new ResultAsync(addressPlaces.keep(address, async () => verify()));
}

/** The password may have been changed meanwhile, and whoever did so has ended only the sessions there were. */
function started(
  needs: SignInNeeds,
  session: Session,
  passwordHash: PasswordHash,
  password: string,
): ResultAsync<Session, PasswordsBusy | StoreUnavailable | WrongCredentials> {
  const { sessions } = needs;
  return safeTry(async function* () {
    yield* await sessions.start(session);
    const isStillRight = await checkAgain(needs, session.accountId, passwordHash, password);
    if (isStillRight.isOk() && isStillRight.value) return ok(session);
    yield* await sessions.end(session.id).mapErr(unsettled);
    return isStillRight.andThen(() => err({ kind: "WrongCredentials" as const }));
  });
}

/** An account has two names, so that its failures count under its id; an unknown name's count under the name. */
function throttles(
  login: LoginName,
  credentials: Credentials | null,
  address: string | undefined,
): readonly [Throttle, ...Throttle[]] {
  const key = credentials ? signInKey(credentials.account.id) : `sign-in-as:${login}`;
  const ofAccount = { key, rule: ACCOUNT_RULE };
  return address === undefined ? [ofAccount] : [ofAccount, { key: `sign-in-from:${address}`, rule: ADDRESS_RULE }];
}

/** What failed sign-ins to an account count under. */
export function signInKey(accountId: AccountId): string {
  return `sign-in-of:${accountId}`;
}

/** The account's hash from now on: a weak one is made again while the password is at hand, if there is time for it. */
function strongHash(
  { accounts, passwords }: SignInNeeds,
  { account, passwordHash }: Credentials,
  password: Password,
): ResultAsync<PasswordHash, StoreUnavailable> {
  if (!passwords.isWeak(passwordHash)) return okAsync(passwordHash);
  return passwords
    .hash(password)
    .andThen((next) =>
      accounts.replacePassword(account.id, passwordHash, next).map((isReplaced) => (isReplaced ? next : passwordHash)),
    )
    .orElse((error) => (error.kind === "PasswordsBusy" ? ok(passwordHash) : err(error)));
}

/** Another hash may be of the same password: a sign-in that went on beside this one has made a weak hash again. */
function checkAgain(
  { accounts, passwords }: SignInNeeds,
  accountId: AccountId,
  passwordHash: PasswordHash,
  password: string,
): ResultAsync<boolean, PasswordsBusy | StoreUnavailable> {
  return accounts.credentialsOf(accountId).andThen((now) => {
    if (!now || now.passwordHash === passwordHash) return okAsync(now !== null);
    return passwords.verify(password, now.passwordHash);
  });
}
