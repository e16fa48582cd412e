import type { Instant } from "@bourse/core";

/** RFC 3339 in UTC, to the millisecond. */
export function isoTime(at: Instant): string {
  return new Date(at).toISOString();
}
