import type { ResultAsync } from "neverthrow";
import { topUp as decideTopUp } from "../domain/cash.ts";
import type { CashEntry, Recorded } from "../domain/entry.ts";
import type { LimitExceeded } from "../domain/errors.ts";
import { moveCash, type MoveCash, type MoveCashError, type MoveCashNeeds } from "./move-cash.ts";

export type TopUp = MoveCash;

export type TopUpError = LimitExceeded | MoveCashError;

/** Puts simulated cash into the account. */
export function topUp(needs: MoveCashNeeds, command: TopUp): ResultAsync<Recorded<CashEntry>, TopUpError> {
  return moveCash(needs, command, "TOP-UP", decideTopUp);
}
