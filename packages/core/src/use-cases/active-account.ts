import { err, ok, type ResultAsync } from "neverthrow";
import type { Account, AccountId } from "../domain/account.ts";
import type { AccountBlacklisted, AccountNotFound, StoreUnavailable } from "../domain/errors.ts";
import type { Accounts } from "../ports/accounts.ts";

export type ActiveAccountError = AccountBlacklisted | AccountNotFound | StoreUnavailable;

/** A blacklisted account may look but not move cash or trade; a closed one is not found. */
export function activeAccount(accounts: Accounts, id: AccountId): ResultAsync<Account, ActiveAccountError> {
  return accounts.find(id).andThen((account) => {
    if (!account) return err({ kind: "AccountNotFound" as const });
    if (account.blacklisted) return err({ kind: "AccountBlacklisted" as const });
    return ok(account);
  });
}
