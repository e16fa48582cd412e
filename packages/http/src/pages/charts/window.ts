import type { Instant } from "@bourse/core";

const DAY = 86_400_000;

/** How many days a chart goes back. */
export const CHART_DAYS = 90;

/** The days of a chart. Today is told in UTC, which is at no place's day before New York is: a window may run on. */
export function chartWindow(now: Instant): { readonly from: string; readonly to: string } {
  return { from: dayOf(now - CHART_DAYS * DAY), to: dayOf(now) };
}

function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
