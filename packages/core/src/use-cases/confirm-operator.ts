import type { ResultAsync } from "neverthrow";
import type { AccountId } from "../domain/account.ts";
import type { AccountNotFound, StoreUnavailable } from "../domain/errors.ts";
import { askedByOperator, type OperatorNeeds } from "./operator.ts";

export type ConfirmOperator = { readonly askedBy: AccountId };

export type ConfirmOperatorError = AccountNotFound | StoreUnavailable;

/** For a driving adapter that must not read what is asked of operators alone, or say what is wrong with it, for anyone else. */
export function confirmOperator(
  needs: OperatorNeeds,
  { askedBy }: ConfirmOperator,
): ResultAsync<void, ConfirmOperatorError> {
  return askedByOperator(needs, askedBy).map(() => undefined);
}
