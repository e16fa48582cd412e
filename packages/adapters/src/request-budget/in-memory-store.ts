import { instant, type Instant, type Need } from "@bourse/core";
import { okAsync } from "neverthrow";
import type { BudgetStore, LimitReached } from "../price-stores/index.ts";

type Counted = { readonly at: Instant; readonly day: string; readonly need: Need; readonly isUnderWay: boolean };

/** How many requests are remembered: more than any day or minute may have. */
const MAX_COUNTED = 10_000;

/** For tests, and for those who can do without the count after a restart. */
export function inMemoryBudgetStore(): BudgetStore {
  let counted: readonly Counted[] = [];
  let last: LimitReached | null = null;
  return {
    change({ now, day, recent }, decide) {
      counted = counted.map((each) => ({ ...each, at: atMost(each.at, now) }));
      last = last && { ...last, since: atMost(last.since, now) };
      const countOf = (need: Need): number => counted.filter((each) => each.day === day && each.need === need).length;
      const { answer, request, isOver, reached } = decide({
        today: { look: countOf("look"), trade: countOf("trade"), valuation: countOf("valuation") },
        recent: counted
          .map(({ at }) => at)
          .toSorted((a, b) => b - a)
          .slice(0, recent),
        underWay: counted.findLast(({ isUnderWay }) => isUnderWay)?.at ?? null,
        reached: last,
      });
      if (isOver) counted = counted.map((each) => (each.isUnderWay ? { ...each, at: now, isUnderWay: false } : each));
      if (request) counted = [...counted, { at: now, day, ...request }].slice(-MAX_COUNTED);
      if (reached !== undefined) last = reached;
      return okAsync(answer);
    },
  };
}

function atMost(at: Instant, now: Instant): Instant {
  return instant(Math.min(at, now));
}
