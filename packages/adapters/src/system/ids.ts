import type { Ids } from "@bourse/core";
import { v7 } from "uuid";

/**
 * UUIDs of version 7 (RFC 9562): the time first, so that rows stored under them stay in the order they were made.
 *
 * The library counts on from its last id when the clock stands still or goes back, with one count for the whole
 * process. It does so only when called without options: any option (a time, a random source) turns that off.
 */
export function uuidIds(): Ids {
  return { next: () => v7() };
}
