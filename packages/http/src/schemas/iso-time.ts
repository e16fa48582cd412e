import type { Instant } from "@bourse/core";

let last = { at: NaN, text: "" };

/** RFC 3339 in UTC, to the millisecond. The lines of one answer mostly bear one instant, which is written once. */
export function isoTime(at: Instant): string {
  if (at !== last.at) last = { at, text: new Date(at).toISOString() };
  return last.text;
}
