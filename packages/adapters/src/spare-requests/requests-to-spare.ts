import type { Instant } from "@bourse/core";

/** Where the budget stands that prices, details and closes are all paid from. */
export type BudgetNow = {
  /** null when a day is not limited. */
  readonly perDay: number | null;
  /** How many requests the day has left, those kept for trades included. */
  readonly left: number | null;
  readonly keptForTrades: number;
  readonly dayEndsAt: Instant;
  /** Until when a refusal is waited out; null when none is. */
  readonly blockedUntil: Instant | null;
  /** How many wait for their turn. */
  readonly waiting: number;
};

const DAY = 86_400_000;

/**
 * How many requests may be spent on details or closes without any price going short. Prices can always have half of a day's
 * requests at once; the other half is theirs as the day goes on, and what they have left of that by now can be spared.
 * None can while anybody waits for a price, nor to find out whether a refusal is over, nor when nothing is known.
 */
export function requestsToSpare(budget: BudgetNow | null, now: Instant): number {
  if (!budget || budget.blockedUntil !== null) return 0;
  const { perDay, left, keptForTrades, dayEndsAt, waiting } = budget;
  if (perDay === null || left === null) return Infinity;
  if (waiting > 0) return 0;
  // A request that a trade has used counts as a share of looks here: that errs on the side of prices.
  const share = perDay - keptForTrades;
  const dayLeft = Math.min(Math.max((dayEndsAt - now) / DAY, 0), 1);
  const forPrices = (share / 2) * (1 + dayLeft);
  return Math.max(Math.floor(left - keptForTrades - forPrices), 0);
}
