import type { Instant, LocalDate } from "@bourse/core";
import type { Notice } from "./notices.ts";

/** How many requests a key may make; null is any number. */
export type FakeLimits = {
  readonly perSecond: number | null;
  readonly perMinute: number | null;
  readonly perDay: number | null;
};

export type FakePlan = "free" | "premium";

/** What each plan allows. A premium one may have larger limits than these, which are the smallest that are sold. */
export const PLAN_LIMITS: Readonly<Record<FakePlan, FakeLimits>> = {
  free: { perSecond: 1, perMinute: null, perDay: 25 },
  premium: { perSecond: 5, perMinute: 75, perDay: null },
};

const SECOND = 1000;
const MINUTE = 60_000;

/**
 * Counts requests, and answers the refusal that one meets, if any. Whether the real one counts those that it refuses is
 * not known: here they count, which is the harder for a caller.
 */
export function limiter(
  { perSecond, perMinute, perDay }: FakeLimits,
  plan: FakePlan,
  dayOf: (at: Instant) => LocalDate,
): (at: Instant) => Notice | null {
  let recent: Instant[] = [];
  let today = { day: "", requests: 0 };
  const within = (at: Instant, milliseconds: number): number =>
    recent.filter((earlier) => Math.abs(at - earlier) < milliseconds).length;
  return (at) => {
    const day = dayOf(at);
    today = { day, requests: today.day === day ? today.requests + 1 : 1 };
    recent = [...recent.filter((earlier) => at - earlier < MINUTE), at];
    if (perSecond !== null && within(at, SECOND) > perSecond) return plan === "free" ? "too-fast" : "too-fast-paid";
    if (perMinute !== null && recent.length > perMinute) return "minute-limit";
    return perDay !== null && today.requests > perDay ? "day-quota" : null;
  };
}
