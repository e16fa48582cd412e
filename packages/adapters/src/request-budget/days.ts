import { instant, type Instant } from "@bourse/core";
import type { BudgetPlan } from "./plan.ts";

/** One of the plan's days, from its start up to its end. The name is the calendar day on which it begins. */
export type BudgetDay = { readonly name: string; readonly start: Instant; readonly end: Instant };

const HOUR = 3_600_000;
/** Longer than any day: one on which the clocks go back has 25 hours. */
const LONGER_THAN_A_DAY = 27 * HOUR;

/** The plan's days by instant. Throws a RangeError for a zone that does not exist. */
export function budgetDays({ hour, zone }: BudgetPlan["dayStartsAt"]): (at: Instant) => BudgetDay {
  const format = new Intl.DateTimeFormat("en", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" });
  const nameAt = (at: number): string => {
    const parts = new Map(format.formatToParts(at - hour * HOUR).map(({ type, value }) => [type, value]));
    return `${parts.get("year")}-${parts.get("month")}-${parts.get("day")}`;
  };

  let known: BudgetDay = { name: "", start: instant(0), end: instant(0) };
  return (at) => {
    if (at >= known.start && at < known.end) return known;
    const name = nameAt(at);
    const start = first(at - LONGER_THAN_A_DAY, at, (each) => nameAt(each) === name);
    const end = first(at, at + LONGER_THAN_A_DAY, (each) => nameAt(each) !== name);
    known = { name, start, end };
    return known;
  };
}

/** The first instant from one that is not there yet to one that is, found by halving. */
function first(before: number, after: number, isThere: (at: number) => boolean): Instant {
  let [low, high] = [before, after];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (isThere(middle)) high = middle;
    else low = middle;
  }
  return instant(high);
}
