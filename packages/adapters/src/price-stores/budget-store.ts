import type { Instant, Need, StoreUnavailable } from "@bourse/core";
import type { ResultAsync } from "neverthrow";

/** A limit that the other side said was reached, when, on which of the plan's days, and how long to wait, in ms. */
export type LimitReached = {
  readonly limit: "day" | "minute" | "second";
  readonly since: Instant;
  readonly day: string;
  readonly wait: number;
};

/** What has been spent, as far back as any limit looks. */
export type Spent = {
  /** The requests that count for the day that was asked about. */
  readonly today: Readonly<Record<Need, number>>;
  /** When the last requests were made, or were over if that was waited for; newest first, as many as were asked about. */
  readonly recent: readonly Instant[];
  /** Since when a request is under way whose end is waited for; null when none is. */
  readonly underWay: Instant | null;
  readonly reached: LimitReached | null;
};

export type SpentQuery = { readonly now: Instant; readonly day: string; readonly recent: number };

/** What is to be written, if anything, and what to answer. */
export type SpentChange<Answer> = {
  readonly answer: Answer;
  /** A request that is made now, and whether it is under way until it is said to be over. */
  readonly request?: { readonly need: Need; readonly isUnderWay: boolean } | undefined;
  /** Whether what was under way is over now. */
  readonly isOver?: boolean;
  /** A limit that was reached; null when the one that was is over. */
  readonly reached?: LimitReached | null | undefined;
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
