import { ok, safeTry, type Result, type ResultAsync } from "neverthrow";
import type { AccountId } from "../domain/account.ts";
import { cashCommand } from "../domain/command.ts";
import type { CashDraft, CashEntry, Recorded } from "../domain/entry.ts";
import type { Contended, KeyReused } from "../domain/errors.ts";
import type { InvalidInput } from "../domain/invalid.ts";
import { parseKeyedRequest } from "../domain/idempotency.ts";
import { parseCashAmount, type Money } from "../domain/money.ts";
import type { Portfolio } from "../domain/portfolio.ts";
import type { Instant } from "../domain/time.ts";
import type { Accounts } from "../ports/accounts.ts";
import type { Clock } from "../ports/clock.ts";
import type { Portfolios } from "../ports/portfolios.ts";
import { activeAccount, type ActiveAccountError } from "./active-account.ts";
import { cashOnly } from "./recorded.ts";

export type MoveCash = {
  readonly accountId: AccountId;
  /** Dollars as a decimal string, above zero, in whole cents. */
  readonly amount: string;
  readonly idempotencyKey?: string | undefined;
};

export type MoveCashError = ActiveAccountError | Contended | InvalidInput | KeyReused;

export type MoveCashNeeds = {
  readonly accounts: Accounts;
  readonly portfolios: Portfolios;
  readonly clock: Clock;
};

/** What top-ups and withdrawals share: everything but the rule that decides. */
export function moveCash<E>(
  { accounts, portfolios, clock }: MoveCashNeeds,
  command: MoveCash,
  status: CashDraft["status"],
  decide: (portfolio: Portfolio, amount: Money, now: Instant) => Result<CashDraft, E>,
): ResultAsync<Recorded<CashEntry>, E | MoveCashError> {
  return safeTry(async function* () {
    const { accountId } = command;
    const amount = yield* parseCashAmount(command.amount);
    const request = yield* parseKeyedRequest(command.idempotencyKey, cashCommand(status, amount));
    const earlier = yield* await portfolios.recall(accountId, request);
    if (earlier) return ok(cashOnly(earlier));
    yield* await activeAccount(accounts, accountId);
    const now = clock.now();
    const recorded = yield* await portfolios.change(accountId, request, (portfolio) => decide(portfolio, amount, now));
    return ok(cashOnly(recorded));
  });
}
