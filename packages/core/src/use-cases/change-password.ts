import { err, ok, safeTry, type Result, type ResultAsync } from "neverthrow";
import type { AccountId, SessionId } from "../domain/account.ts";
import type {
  AccountNotFound,
  PasswordsBusy,
  StoreUnavailable,
  TooManyAttempts,
  WrongPassword,
} from "../domain/errors.ts";
import { invalid, type InvalidInput } from "../domain/invalid.ts";
import { ACCOUNT_RULE } from "../domain/throttle.ts";
import type { PasswordHash, Passwords } from "../ports/passwords.ts";
import { allOf } from "./all-of.ts";
import { parseConfirmation, parseNewPassword, type Confirmation, type NewPasswordNeeds } from "./new-password.ts";
import { MOST_TRIES, setPassword, type SetPasswordNeeds } from "./set-password.ts";
import { throttled, type ThrottleNeeds } from "./throttled.ts";
import { unsettled } from "./unsettled.ts";

export type ChangePassword = Confirmation & {
  readonly accountId: AccountId;
  readonly currentPassword: string;
  readonly newPassword: string;
  /** The session that asks: it goes on, all others end. */
  readonly sessionId?: SessionId | undefined;
};

export type ChangePasswordError =
  | AccountNotFound
  | InvalidInput
  | PasswordsBusy
  | StoreUnavailable
  | TooManyAttempts
  | WrongPassword;

export type ChangePasswordNeeds = NewPasswordNeeds &
  SetPasswordNeeds &
  ThrottleNeeds & { readonly passwords: Passwords };

/**
 * Whoever changes a password shuts out everyone who knew the old one. Wrong guesses are throttled apart from those of
 * signing in, so that a stranger's failures never keep a holder who is signed in from changing it.
 */
export function changePassword(
  needs: ChangePasswordNeeds,
  command: ChangePassword,
): ResultAsync<void, ChangePasswordError> {
  const { accounts, passwords } = needs;
  const { accountId, currentPassword, newPassword, sessionId } = command;
  return safeTry(async function* () {
    const [next] = yield* allOf([
      parseNewPassword(needs, newPassword, "newPassword"),
      parseCurrent(currentPassword),
      parseConfirmation(command, newPassword),
    ]);
    const throttle = { key: `change-of:${accountId}`, rule: ACCOUNT_RULE };
    let nextHash: PasswordHash | null = null;
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      // The try before this one has ended sessions.
      const told = <E extends { readonly kind: string }>(error: E) => (tries === 0 ? error : unsettled(error));
      const credentials = yield* await accounts.credentialsOf(accountId).mapErr(told);
      if (!credentials) return err({ kind: "AccountNotFound" as const });
      const { passwordHash } = credentials;
      const isRight = yield* await throttled(needs, [throttle], () =>
        passwords.verify(currentPassword, passwordHash),
      ).mapErr(told);
      if (!isRight) return err({ kind: "WrongPassword" as const });
      nextHash ??= yield* await passwords.hash(next);
      if (yield* await setPassword(needs, accountId, passwordHash, nextHash, sessionId)) return ok();
      // Another hash came first; whether it is of the password given is yet to be seen.
    }
    return err({ kind: "PasswordsBusy" as const, retryAfter: 1 });
  });
}

/** No password is empty: to be told so costs nobody a try. */
function parseCurrent(text: string): Result<string, InvalidInput> {
  return text === "" ? err(invalid("currentPassword", "required", "currentPassword is needed.")) : ok(text);
}
