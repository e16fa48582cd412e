import { err, ok, type ResultAsync } from "neverthrow";
import { loginName, type Account, type AccountId } from "../domain/account.ts";
import type { AccountNotFound, StoreUnavailable } from "../domain/errors.ts";
import type { Accounts } from "../ports/accounts.ts";

/** `operators` are account ids and usernames. */
export type OperatorNeeds = { readonly accounts: Accounts; readonly operators: readonly string[] };

/** For everyone but an operator it is as if what was asked for did not exist. */
export function askedByOperator(
  { accounts, operators }: OperatorNeeds,
  askedBy: AccountId,
): ResultAsync<Account, AccountNotFound | StoreUnavailable> {
  return accounts
    .find(askedBy)
    .andThen((account) =>
      account && !account.blacklisted && isOperator(account, operators)
        ? ok(account)
        : err({ kind: "AccountNotFound" as const }),
    );
}

function isOperator({ id, username }: Account, operators: readonly string[]): boolean {
  return operators.some((each) => each === id || loginName(each) === loginName(username));
}
