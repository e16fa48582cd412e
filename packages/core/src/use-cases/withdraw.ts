import type { ResultAsync } from "neverthrow";
import { withdraw as decideWithdrawal } from "../domain/cash.ts";
import type { CashEntry, Recorded } from "../domain/entry.ts";
import type { InsufficientCash } from "../domain/errors.ts";
import { moveCash, type MoveCash, type MoveCashError, type MoveCashNeeds } from "./move-cash.ts";

export type Withdraw = MoveCash;

export type WithdrawError = InsufficientCash | MoveCashError;

/** Takes cash out of the account: never more than it holds. */
export function withdraw(needs: MoveCashNeeds, command: Withdraw): ResultAsync<Recorded<CashEntry>, WithdrawError> {
  return moveCash(needs, command, "WITHDRAWAL", decideWithdrawal);
}
