import { err, safeTry, type ResultAsync } from "neverthrow";
import { parsePassword, type AccountId, type SessionId } from "../domain/account.ts";
import type { AccountNotFound, PasswordsBusy, StoreUnavailable, WrongPassword } from "../domain/errors.ts";
import type { InvalidInput } from "../domain/invalid.ts";
import type { Accounts } from "../ports/accounts.ts";
import type { Passwords } from "../ports/passwords.ts";
import type { Sessions } from "../ports/sessions.ts";

export type ChangePassword = {
  readonly accountId: AccountId;
  readonly currentPassword: string;
  readonly newPassword: string;
  /** The session that asks: it goes on, all others end. */
  readonly sessionId?: SessionId | undefined;
};

export type ChangePasswordError = AccountNotFound | InvalidInput | PasswordsBusy | StoreUnavailable | WrongPassword;

export type ChangePasswordNeeds = {
  readonly accounts: Accounts;
  readonly passwords: Passwords;
  readonly sessions: Sessions;
};

/** Whoever changes a password shuts out everyone who knew the old one, so the other sessions end with it. */
export function changePassword(
  { accounts, passwords, sessions }: ChangePasswordNeeds,
  command: ChangePassword,
): ResultAsync<void, ChangePasswordError> {
  return safeTry(async function* () {
    const { accountId } = command;
    const next = yield* parsePassword(command.newPassword, "newPassword");
    const credentials = yield* accounts.credentialsOf(accountId);
    if (!credentials) return err({ kind: "AccountNotFound" as const });
    const { passwordHash } = credentials;
    const right = yield* passwords.verify(command.currentPassword, passwordHash);
    if (!right) return err({ kind: "WrongPassword" as const });
    const replaced = yield* accounts.replacePassword(accountId, passwordHash, yield* passwords.hash(next));
    // Another change came first, so the password given is no longer the current one.
    if (!replaced) return err({ kind: "WrongPassword" as const });
    return sessions.endAll(accountId, command.sessionId);
  });
}
