import type { Instant, Need, StoreUnavailable } from "@bourse/core";
import type { ResultAsync } from "neverthrow";

/** A limit that the other side said was reached, when, and on which of the plan's days. */
export type LimitReached = {
  readonly limit: "day" | "minute" | "second";
  readonly since: Instant;
  readonly day: string;
};

/** What has been spent, as far back as any limit looks. */
export type Spent = {
  /** The requests that count for the day that was asked about. */
  readonly today: Readonly<Record<Need, number>>;
  /** When the last requests were made, newest first, as many as were asked about. */
  readonly recent: readonly Instant[];
  readonly reached: LimitReached | null;
};

export type SpentQuery = { readonly now: Instant; readonly day: string; readonly recent: number };

/** What is to be written: a request that is counted now, a limit that was reached; and what to answer. */
export type SpentChange<Answer> = {
  readonly answer: Answer;
  readonly request?: Need | undefined;
  readonly reached?: LimitReached | undefined;
};

/**
 * Where requests are counted. All who share the store share the budget.
 *
 * `change` reads, decides and writes with nobody in between, and answers once it is safe on disk. What bears a later
 * time than `now`, since the clock has been set back, is from then on taken to have happened `now`; it still counts for
 * its own day.
 */
export type BudgetStore = {
  readonly change: <Answer>(
    query: SpentQuery,
    decide: (spent: Spent) => SpentChange<Answer>,
  ) => ResultAsync<Answer, StoreUnavailable>;
};
