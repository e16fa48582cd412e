import type { Need, Ticker } from "@bourse/core";
import type { ResultAsync } from "neverthrow";

/** Why a request may not be made now, and when to ask again, in whole seconds. */
export type BudgetSpent = { readonly reason: string; readonly retryAfter: number };

/** Which limit the other side said was reached. */
export type Limit = "day" | "minute" | "second";

/** What every outbound request asks first. `request-budget` has one; a paid key without limits may do without. */
export type RequestBudget = {
  /** Resolves once the request may be made, and has been counted; waits its turn, or says why there is none. */
  readonly take: (need: Need, ticker: Ticker | null) => ResultAsync<void, BudgetSpent>;
  /** Told when an answer was a refusal, so that nothing is asked for in vain. */
  readonly refused: (limit: Limit) => void;
};
