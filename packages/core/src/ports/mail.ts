import type { ResultAsync } from "neverthrow";
import type { Email, Username } from "../domain/account.ts";
import type { Instant } from "../domain/time.ts";
import type { ResetToken } from "./reset-tokens.ts";

/** What the brokerage writes to people. How it reads is the adapter's to say. */
export type Letter = {
  readonly kind: "PasswordReset";
  readonly to: Email;
  readonly username: Username;
  readonly token: ResetToken;
  readonly expiresAt: Instant;
};

/** Nothing was sent or forgotten, and nothing will be. `cause` is for the log, never for a caller. */
export type MailUnavailable = { readonly kind: "MailUnavailable"; readonly cause: unknown };

/**
 * Mail to account holders. Promises:
 *
 * 1. A letter goes to its one address and to no other, whatever characters that address has.
 * 2. Its token can be copied from it whole, in one piece.
 * 3. `send` answers when the letter has been taken on; it may be delivered later.
 * 4. After `forget`, none of the letters to that address is kept, in whatever case or Unicode form they were addressed,
 *    and every other still is. Where letters are handed on to others, none is kept.
 */
export interface Mail {
  send(letter: Letter): ResultAsync<void, MailUnavailable>;
  forget(address: Email): ResultAsync<void, MailUnavailable>;
}
