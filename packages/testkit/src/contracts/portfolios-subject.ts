import {
  afterEntry,
  type AccountId,
  type EntryDraft,
  type InsufficientCash,
  type Ledger,
  type Money,
  type Portfolio,
  type Portfolios,
} from "@bourse/core";
import { err, ok, type Result } from "neverthrow";
import { valueOf } from "../assertions.ts";
import { entryOf, topUpDraft, withdrawalDraft } from "../drafts.ts";

/** Portfolios to be checked, over a ledger that keeps its own promises. */
export type PortfoliosSubject = {
  readonly ledger: Ledger;
  /** Makes Portfolios with nothing in memory yet, as a process that begins; the contract hands it ledgers with faults. */
  readonly makePortfolios: (ledger: Ledger) => Portfolios;
  /** Opens an account that the ledger may have entries of. */
  readonly openAccount: () => Promise<AccountId>;
  readonly dispose?: () => Promise<void>;
};

export type Decide<E> = (portfolio: Portfolio) => Result<EntryDraft, E>;

export function toppingUp(amount: Money): Decide<never> {
  return (portfolio) => ok(topUpDraft(portfolio, amount));
}

/** Takes the cash out if it is there, as every rule of the core does: by looking at the portfolio it is shown. */
export function withdrawing(amount: Money): Decide<InsufficientCash> {
  return (portfolio) => {
    const { cash } = portfolio;
    return cash < amount
      ? err({ kind: "InsufficientCash", cash, cost: amount })
      : ok(withdrawalDraft(portfolio, amount));
  };
}

/** Another writer, in another process, tops the account up. */
export async function rivalTopUp(ledger: Ledger, accountId: AccountId, amount: Money): Promise<Portfolio> {
  const portfolio = valueOf(await ledger.portfolio(accountId));
  const entry = entryOf(topUpDraft(portfolio, amount));
  valueOf(await ledger.append([entry]));
  return afterEntry(portfolio, entry);
}
