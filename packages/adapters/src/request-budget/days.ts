import { instant, type Instant } from "@bourse/core";
import type { BudgetPlan } from "./plan.ts";

/** One of the plan's days, from its start up to its end. The name is the calendar day on which it begins. */
export type BudgetDay = { readonly name: string; readonly start: Instant; readonly end: Instant };

/** Longer than any day: one on which the clocks go back has 25 hours. */
const LONGER_THAN_A_DAY = 27 * 3_600_000;

/** The plan's days by instant. Throws a RangeError for a zone that does not exist. */
export function budgetDays({ hour, zone }: BudgetPlan["dayStartsAt"]): (at: Instant) => BudgetDay {
  const format = new Intl.DateTimeFormat("en", {
    timeZone: zone,
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    hourCycle: "h23",
  });
  /** By what the clocks show: so many hours after midnight are another hour on them in the night that they change. */
  const nameAt = (at: number): string => {
    const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
    const part = (type: "day" | "hour" | "month" | "year"): number => parts.get(type) ?? Number.NaN;
    const day = part("day") - (part("hour") < hour ? 1 : 0);
    return new Date(Date.UTC(part("year"), part("month") - 1, day)).toISOString().slice(0, 10);
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
