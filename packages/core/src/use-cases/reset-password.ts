import { err, safeTry, type ResultAsync } from "neverthrow";
import type { PasswordsBusy, ResetNotFound, StoreUnavailable } from "../domain/errors.ts";
import type { InvalidInput } from "../domain/invalid.ts";
import type { Passwords } from "../ports/passwords.ts";
import type { ResetTokens } from "../ports/reset-tokens.ts";
import { allOf } from "./all-of.ts";
import { parseConfirmation, parseNewPassword, type Confirmation, type NewPasswordNeeds } from "./new-password.ts";
import { signInKey } from "./sign-in.ts";
import { MOST_TRIES, setPassword, type SetPasswordNeeds } from "./set-password.ts";
import { forgiven, type ThrottleNeeds } from "./throttled.ts";
import { unsettled } from "./unsettled.ts";

export type ResetPassword = Confirmation & { readonly token: string; readonly newPassword: string };

export type ResetPasswordError = InvalidInput | PasswordsBusy | ResetNotFound | StoreUnavailable;

export type ResetPasswordNeeds = NewPasswordNeeds &
  SetPasswordNeeds &
  ThrottleNeeds & {
    readonly resetTokens: ResetTokens;
    readonly passwords: Passwords;
  };

/**
 * Sets a password by the token of a reset mail, once. The costly hash is made first: a token that was spent on a server
 * too busy to set the password would be lost.
 */
export function resetPassword(
  needs: ResetPasswordNeeds,
  command: ResetPassword,
): ResultAsync<void, ResetPasswordError> {
  const { accounts, resets, resetTokens, passwords, clock } = needs;
  const { token, newPassword } = command;
  const notFound = err({ kind: "ResetNotFound" as const });
  return safeTry(async function* () {
    const [password] = yield* allOf([
      parseNewPassword(needs, newPassword, "newPassword"),
      parseConfirmation(command, newPassword),
    ]);
    const fingerprint = resetTokens.fingerprint(token);
    const reset = yield* await resets.find(fingerprint);
    const now = clock.now();
    // Asked for in a time to come: the clock has been set back, and how old it is cannot be known.
    if (!reset || now >= reset.expiresAt || now < reset.askedAt) return notFound;
    if (!(yield* await accounts.find(reset.accountId))) return notFound;
    const hash = yield* await passwords.hash(password);
    if (!(yield* await resets.take(fingerprint))) return notFound;
    // The token decides: whichever hash has come first, this one takes its place.
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      const credentials = yield* await accounts.credentialsOf(reset.accountId).mapErr(unsettled);
      if (!credentials) return notFound;
      const isSet = yield* await setPassword(needs, reset.accountId, credentials.passwordHash, hash).mapErr(unsettled);
      // Whoever has the mail is the holder, and need not wait out what others have failed at.
      if (isSet) return forgiven(needs, signInKey(reset.accountId)).mapErr(unsettled);
    }
    return notFound;
  });
}
