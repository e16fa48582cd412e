import type { LimitReached } from "../price-stores/index.ts";

/**
 * What became of a request: an answer to what was asked, a limit's refusal, which says when to ask again in whole
 * seconds, something that does not tell whether a limit was reached, or nothing of the other side's at all.
 */
export type Ending =
  | { readonly kind: "Answered" | "Unanswered" | "Unreachable" }
  | { readonly kind: "LimitReached"; readonly limit: LimitReached["limit"]; readonly retryAfter: number };

/** Leave to make one request, now. `over` is to be called once nothing of it is on its way any more, in either direction. */
export type Leave = { readonly over: (ending: Ending) => void };
