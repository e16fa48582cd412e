import type { Instant } from "@bourse/core";
import type { Spent } from "../price-stores/index.ts";
import type { BudgetDay } from "./days.ts";
import { later, leftToday, nextRequest, type Held } from "./limits.ts";
import type { BudgetPlan } from "./plan.ts";

/** Where the budget stands, for health and metrics. */
export type BudgetState = {
  /** null when the plan has no limit to a day; `left` then is null too. */
  readonly perDay: number | null;
  readonly usedToday: number;
  /** How many requests the day has left; of these are `keptForTrades` for trades alone. */
  readonly left: number | null;
  readonly keptForTrades: number;
  readonly dayEndsAt: Instant;
  /** When the next request may be made, if a trade wants one; as if one that is under way were over now. */
  readonly nextAt: Instant;
  /** Until when a refusal, or a source that cannot be reached, is waited out; null when none is. */
  readonly blockedUntil: Instant | null;
  /** What the next request waits for; null when it may be made now. */
  readonly reason: string | null;
  /** How many wait for their turn. */
  readonly waiting: number;
};

export function stateOf(
  plan: BudgetPlan,
  spent: Spent,
  day: BudgetDay,
  now: Instant,
  { waiting, silence }: { readonly waiting: number; readonly silence: Held | null },
): BudgetState {
  const { today } = spent;
  const left = leftToday(plan, today, "trade");
  const unrefused = nextRequest(plan, { ...spent, reached: null }, day, now);
  const refused = later(nextRequest(plan, spent, day, now), silence);
  const next = left > 0 ? refused : { reason: "the day's requests are spent", until: day.end };
  return {
    perDay: plan.perDay,
    usedToday: today.look + today.trade + today.valuation,
    left: plan.perDay === null ? null : left,
    keptForTrades: plan.perDay === null ? 0 : left - leftToday(plan, today, "look"),
    dayEndsAt: day.end,
    nextAt: next.until,
    blockedUntil: refused.until > unrefused.until ? refused.until : null,
    reason: next.until > now ? next.reason : null,
    waiting,
  };
}
