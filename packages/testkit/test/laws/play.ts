import {
  afterEntry,
  emptyPortfolio,
  type AppError,
  type Entry,
  type EntryDraft,
  type Money,
  type Portfolio,
} from "@bourse/core";
import { accountIdOf, entryOf, quantityOf, quoteOf, START, type Step } from "@bourse/testkit";
import type { Result } from "neverthrow";
// The rules themselves are no part of the core's door, so the laws about them reach behind it.
import { topUp, withdraw } from "../../../core/src/domain/cash.ts";
import { buy, sell } from "../../../core/src/domain/trading.ts";

/** An account after some steps: what it came to, every entry on the way, and the portfolio before each. */
export type Played = {
  readonly portfolio: Portfolio;
  readonly entries: readonly Entry[];
  readonly before: readonly Portfolio[];
};

export const ACCOUNT = accountIdOf(1);

export function decide(portfolio: Portfolio, step: Step, now = START): Result<EntryDraft, AppError> {
  if ("amount" in step) {
    const rule = step.status === "TOP-UP" ? topUp : withdraw;
    return rule(portfolio, step.amount, now);
  }
  const { quote, quantity } = step;
  const rule = step.status === "BUYING-SHARES" ? buy : sell;
  return rule(portfolio, { quote, quantity, now });
}

/** Takes the steps one after another; what the rules refuse is passed over. */
export function play(steps: readonly Step[]): Played {
  let portfolio = emptyPortfolio(ACCOUNT);
  const entries: Entry[] = [];
  const before: Portfolio[] = [];
  for (const step of steps) {
    const decided = decide(portfolio, step);
    if (decided.isOk()) {
      const entry = entryOf(decided.value);
      before.push(portfolio);
      entries.push(entry);
      portfolio = afterEntry(portfolio, entry);
    }
  }
  return { portfolio, entries, before };
}

/** The sales of everything that is held, each at most `part` shares, at a price of one's choice. */
export function sellOut({ holdings }: Portfolio, price: Money, part: number): Step[] {
  return [...holdings.values()].flatMap(({ ticker, quantity }) =>
    Array.from({ length: Math.ceil(quantity / part) }, (_, index): Step => {
      const shares = quantityOf(Math.min(part, quantity - index * part));
      return { status: "SELLING-SHARES", quote: quoteOf(ticker, "1.00", { price }), quantity: shares };
    }),
  );
}
