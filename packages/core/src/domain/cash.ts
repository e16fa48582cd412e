import { err, ok, type Result } from "neverthrow";
import type { CashDraft } from "./entry.ts";
import type { InsufficientCash, LimitExceeded } from "./errors.ts";
import { add, MAX_BALANCE, negate, subtract, type Money } from "./money.ts";
import type { Portfolio } from "./portfolio.ts";
import { instant, type Instant } from "./time.ts";

/** Decides a top-up of `amount`, which is positive. */
export function topUp(portfolio: Portfolio, amount: Money, now: Instant): Result<CashDraft, LimitExceeded> {
  return balanceAfter(portfolio, amount).map((balance) => cashDraft(portfolio, "TOP-UP", amount, balance, now));
}

/** Decides a withdrawal of `amount`, which is positive. */
export function withdraw(portfolio: Portfolio, amount: Money, now: Instant): Result<CashDraft, InsufficientCash> {
  return spend(portfolio, amount).map((balance) => cashDraft(portfolio, "WITHDRAWAL", negate(amount), balance, now));
}

/** The cash left when `cost` is taken: there is no overdraft. */
export function spend(portfolio: Portfolio, cost: Money): Result<Money, InsufficientCash> {
  const { cash } = portfolio;
  return cash < cost ? err({ kind: "InsufficientCash", cash, cost }) : ok(subtract(cash, cost));
}

export function balanceAfter(portfolio: Portfolio, income: Money): Result<Money, LimitExceeded> {
  const balance = add(portfolio.cash, income);
  return balance > MAX_BALANCE ? err({ kind: "LimitExceeded", limit: "balance", maximum: MAX_BALANCE }) : ok(balance);
}

/** What every next entry has in common. Its time never runs backwards, so that `seq` and time tell the same order. */
export function following(portfolio: Portfolio, now: Instant): Pick<CashDraft, "accountId" | "at" | "seq"> {
  return {
    accountId: portfolio.accountId,
    seq: portfolio.seq + 1,
    at: instant(Math.max(now, portfolio.at)),
  };
}

function cashDraft(
  portfolio: Portfolio,
  status: CashDraft["status"],
  amount: Money,
  balance: Money,
  now: Instant,
): CashDraft {
  return { ...following(portfolio, now), status, amount, balance, realisedGainAfter: portfolio.realisedGain };
}
