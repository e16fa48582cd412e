import { err, ok, safeTry, type ResultAsync } from "neverthrow";
import { loginName, type AccountId, type Email, type Username } from "../domain/account.ts";
import type { EmailBlacklisted, EmailTaken, StoreUnavailable, UsernameTaken } from "../domain/errors.ts";
import type { Accounts } from "../ports/accounts.ts";

type Names = { readonly username?: Username | undefined; readonly email?: Email | undefined };

/**
 * Whether nobody but the holder has these names, so that nothing else is begun for those that are known to be refused. The
 * store decides: it also knows who comes between, and the e-mails of blacklisted accounts that have been closed.
 */
export function freeNames(
  accounts: Accounts,
  { username, email }: Names,
  holder: AccountId | null = null,
): ResultAsync<void, EmailBlacklisted | EmailTaken | StoreUnavailable | UsernameTaken> {
  return safeTry(async function* () {
    const named = username && (yield* await accounts.credentialsFor(loginName(username)));
    if (named && named.account.id !== holder) return err({ kind: "UsernameTaken" as const });
    const reached = email && (yield* await accounts.findByEmail(loginName(email)));
    if (!reached || reached.id === holder) return ok();
    return err({ kind: reached.blacklisted ? ("EmailBlacklisted" as const) : ("EmailTaken" as const) });
  });
}
