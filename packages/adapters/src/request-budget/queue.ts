import { instant, type Instant, type Need, type Ticker } from "@bourse/core";
import type { Spent } from "../price-stores/index.ts";
import type { BudgetDay } from "./days.ts";
import { URGENCY, type TickerDemand } from "./demand.ts";
import { heldByDay, heldByPace, later, nextRequest, type Held } from "./limits.ts";
import type { BudgetPlan } from "./plan.ts";

/** One who wants to make a request. */
export type Waiter = { readonly need: Need; readonly ticker: Ticker | null; readonly since: Instant };

/** The longest that a need waits for its turn, in milliseconds. */
export type Patience = Readonly<Record<Need, number>>;

export type Situation = {
  readonly plan: BudgetPlan;
  readonly spent: Spent;
  readonly day: BudgetDay;
  readonly now: Instant;
  readonly patience: Patience;
  readonly demand: TickerDemand;
  /** Until when the source is left alone, whatever the plan allows; null when it is not. */
  readonly silence: Held | null;
};

export type Judgement<Each> = {
  /** Those who will not have their turn in time. */
  readonly refused: readonly (readonly [Each, Held])[];
  /** Who comes next, if anyone is left, and when. */
  readonly next: { readonly waiter: Each; readonly at: Instant } | null;
};

/** Who may make the next request, and who need not wait for one. */
export function judge<Each extends Waiter>(waiting: readonly Each[], situation: Situation): Judgement<Each> {
  const { plan, spent, day, now, patience, demand, silence } = situation;
  const soonest = later(nextRequest(plan, spent, day, now), silence);
  const refused: (readonly [Each, Held])[] = [];
  const ahead = { look: 0, trade: 0, valuation: 0 };
  let next: Each | null = null;

  for (const waiter of inOrder(waiting, demand)) {
    const { need, ticker } = waiter;
    const today = added(spent.today, ahead);
    const look = { ahead: ahead.look, wantedMore: () => (ticker === null ? 0 : demand.wantedMore(ticker)) };
    const turn = instant(soonest.until + (ahead.look + ahead.trade + ahead.valuation) * plan.spacing);
    const held =
      heldByDay(plan, today, need, day) ??
      (need === "look" ? heldByPace(plan, spent.today, look, day, now) : null) ??
      (turn - Math.min(waiter.since, now) > patience[need] ? { reason: soonest.reason, until: turn } : null);
    if (held) refused.push([waiter, held]);
    else {
      next ??= waiter;
      ahead[need] += 1;
    }
  }
  return { refused, next: next && { waiter: next, at: soonest.until } };
}

/** By need, and within a need the most wanted ticker first. What somebody more urgent awaits too is as urgent. */
function inOrder<Each extends Waiter>(waiting: readonly Each[], demand: TickerDemand): readonly Each[] {
  const ranked = waiting.map((waiter) => {
    const { need, ticker } = waiter;
    const awaited = ticker === null ? null : demand.needOf(ticker);
    const urgency = Math.max(URGENCY[need], awaited === null ? 0 : URGENCY[awaited]);
    return { waiter, urgency, wanted: ticker === null ? 0 : demand.countOf(ticker) };
  });
  return ranked.toSorted((a, b) => b.urgency - a.urgency || b.wanted - a.wanted).map(({ waiter }) => waiter);
}

function added(today: Spent["today"], ahead: Spent["today"]): Spent["today"] {
  return {
    look: today.look + ahead.look,
    trade: today.trade + ahead.trade,
    valuation: today.valuation + ahead.valuation,
  };
}
