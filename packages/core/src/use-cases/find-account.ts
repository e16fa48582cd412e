import { err, ok, safeTry, type ResultAsync } from "neverthrow";
import { loginName, type Account, type AccountId } from "../domain/account.ts";
import type { AccountNotFound, StoreUnavailable } from "../domain/errors.ts";
import { askedByOperator, type OperatorNeeds } from "./operator.ts";

export type FindAccount = { readonly askedBy: AccountId } & (
  | { readonly accountId: AccountId }
  | { readonly email: string }
);

export type FindAccountError = AccountNotFound | StoreUnavailable;

/** By id or by e-mail: one's own, and an operator may look up any. Someone else's is as good as none. */
export function findAccount(needs: OperatorNeeds, query: FindAccount): ResultAsync<Account, FindAccountError> {
  const { accounts } = needs;
  return safeTry(async function* () {
    const account = yield* await ("email" in query
      ? accounts.findByEmail(loginName(query.email))
      : accounts.find(query.accountId));
    if (account?.id !== query.askedBy) yield* await askedByOperator(needs, query.askedBy);
    return account ? ok(account) : err({ kind: "AccountNotFound" as const });
  });
}
