import { errAsync, okAsync, type ResultAsync } from "neverthrow";
import { loginName, type Account, type AccountId } from "../domain/account.ts";
import type { AccountNotFound, StoreUnavailable } from "../domain/errors.ts";
import type { Accounts } from "../ports/accounts.ts";

export type FindAccount = { readonly accountId: AccountId } | { readonly email: string };

export type FindAccountError = AccountNotFound | StoreUnavailable;

/** By id or by e-mail. Who may see the answer is the caller's to say. */
export function findAccount(
  { accounts }: { readonly accounts: Accounts },
  query: FindAccount,
): ResultAsync<Account, FindAccountError> {
  const found = "email" in query ? accounts.findByEmail(loginName(query.email)) : accounts.find(query.accountId);
  return found.andThen((account) => (account ? okAsync(account) : errAsync({ kind: "AccountNotFound" as const })));
}
