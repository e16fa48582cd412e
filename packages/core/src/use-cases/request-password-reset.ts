import { ok, safeTry, type ResultAsync } from "neverthrow";
import { loginName, parseEmail, type Account, type Email } from "../domain/account.ts";
import type { StoreUnavailable, TooManyAttempts } from "../domain/errors.ts";
import type { InvalidInput } from "../domain/invalid.ts";
import { ADDRESS_RULE, MAIL_RULE } from "../domain/throttle.ts";
import { secondsAfter } from "../domain/time.ts";
import type { Accounts } from "../ports/accounts.ts";
import type { Mail } from "../ports/mail.ts";
import type { PasswordReset, PasswordResets } from "../ports/password-resets.ts";
import type { ResetTokens } from "../ports/reset-tokens.ts";
import { alone, type AloneNeeds } from "./alone.ts";
import { counted, type Throttle, type ThrottleNeeds } from "./throttled.ts";
import { unsettled } from "./unsettled.ts";

/** `address` is where the wish comes from, such as an IP address; without one nothing is counted against it. */
export type RequestPasswordReset = { readonly email: string; readonly address?: string | undefined };

export type RequestPasswordResetError = InvalidInput | StoreUnavailable | TooManyAttempts;

export type RequestPasswordResetNeeds = AloneNeeds &
  ThrottleNeeds & {
    readonly accounts: Accounts;
    readonly resets: PasswordResets;
    readonly resetTokens: ResetTokens;
    readonly mail: Mail;
  };

/** How long a reset may be used, in seconds. */
const RESET_LIFETIME = 600;

/**
 * Sends a mail with which the password can be set anew, when the e-mail is an account's; the answer is the same when it
 * is not. It goes to the e-mail as the account has it: what was typed may only look alike.
 */
export function requestPasswordReset(
  needs: RequestPasswordResetNeeds,
  command: RequestPasswordReset,
): ResultAsync<void, RequestPasswordResetError> {
  const { accounts, resetTokens, mail, clock } = needs;
  return safeTry(async function* () {
    const email = yield* parseEmail(command.email);
    yield* await counted(needs, throttles(email, command.address));
    const account = yield* await accounts.findByEmail(loginName(email));
    if (!account) return ok();
    const token = resetTokens.next();
    const askedAt = clock.now();
    const expiresAt = secondsAfter(askedAt, RESET_LIFETIME);
    const reset = { fingerprint: resetTokens.fingerprint(token), accountId: account.id, askedAt, expiresAt };
    if (!(yield* await alone(needs, account.id, () => added(needs, account, reset)))) return ok();
    const letter = { kind: "PasswordReset", to: account.email, username: account.username, token, expiresAt } as const;
    // A mail that cannot be sent is the operator's to mend, and no answer may tell that there was one to send.
    yield* await mail.send(letter).orElse(() => ok());
    // Whoever closed the account meanwhile has had the mails forgotten that there were then.
    if (yield* await accounts.find(account.id).mapErr(unsettled)) return ok();
    return mail.forget(account.email).orElse(() => ok());
  });
}

/** False, and none is left, when the account has another e-mail meanwhile: no token goes to one that it had. */
function added(
  { accounts, resets }: RequestPasswordResetNeeds,
  { id, email }: Account,
  reset: PasswordReset,
): ResultAsync<boolean, StoreUnavailable> {
  return safeTry(async function* () {
    yield* await resets.add(reset);
    const now = yield* await accounts.find(id).mapErr(unsettled);
    if (now?.email === email) return ok(true);
    yield* await resets.take(reset.fingerprint).mapErr(unsettled);
    return ok(false);
  });
}

/** By what was typed, known or not: a refusal tells nothing of who has an account. */
function throttles(email: Email, address: string | undefined): readonly Throttle[] {
  const ofEmail = { key: `reset-of:${loginName(email)}`, rule: MAIL_RULE };
  return address === undefined ? [ofEmail] : [ofEmail, { key: `reset-from:${address}`, rule: ADDRESS_RULE }];
}
