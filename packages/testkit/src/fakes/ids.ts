import type { Ids } from "@bourse/core";
import { uuidOf } from "../builders.ts";

/** Ids that count up. Two with different lanes never answer the same one, as two processes must not. */
export function sequentialIds(lane = 0): Ids {
  let last = 0;
  return {
    next: () => {
      last += 1;
      return uuidOf(last, lane);
    },
  };
}
