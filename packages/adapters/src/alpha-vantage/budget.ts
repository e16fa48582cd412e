import type { Need, Ticker } from "@bourse/core";
import type { ResultAsync } from "neverthrow";

/** Why a request may not be made now, and when to ask again, in whole seconds. */
export type BudgetSpent = { readonly reason: string; readonly retryAfter: number };

/** Which limit the other side said was reached. */
export type Limit = "day" | "minute" | "second";

/**
 * What became of a request: an answer to what was asked, a limit's refusal, which says when to ask again in whole
 * seconds, something that does not tell whether a limit was reached, or nothing of the other side's at all.
 */
export type Ending =
  | { readonly kind: "Answered" | "Unanswered" | "Unreachable" }
  | { readonly kind: "LimitReached"; readonly limit: Limit; readonly retryAfter: number };

/** Leave to make one request, now. `over` is to be called once nothing of it is on its way any more, in either direction. */
export type Leave = { readonly over: (ending: Ending) => void };

/** What every outbound request asks first. `request-budget` has one; a paid key without limits may do without. */
export type RequestBudget = {
  /** Resolves once the request may be made, and has been counted; waits its turn, or says why there is none. */
  readonly take: (need: Need, ticker: Ticker | null) => ResultAsync<Leave, BudgetSpent>;
};
