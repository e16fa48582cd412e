import type { ResultAsync } from "neverthrow";
import type { AccountId } from "../domain/account.ts";
import type { StoreUnavailable } from "../domain/errors.ts";
import type { Money } from "../domain/money.ts";
import type { Instant } from "../domain/time.ts";
import type { Clock } from "../ports/clock.ts";
import type { Portfolios } from "../ports/portfolios.ts";

export type ViewBalance = { readonly accountId: AccountId };

export type Balance = { readonly cash: Money; readonly asOf: Instant };

export type ViewBalanceError = StoreUnavailable;

export type ViewBalanceNeeds = { readonly portfolios: Portfolios; readonly clock: Clock };

/** The cash an account holds now; an account without entries holds none. */
export function viewBalance(
  { portfolios, clock }: ViewBalanceNeeds,
  { accountId }: ViewBalance,
): ResultAsync<Balance, ViewBalanceError> {
  return portfolios.find(accountId).map(({ cash }) => ({ cash, asOf: clock.now() }));
}
