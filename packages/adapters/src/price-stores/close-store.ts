import type { Closes, Instant, LocalDate, StoreUnavailable, Ticker } from "@bourse/core";
import type { ResultAsync } from "neverthrow";

/** When a ticker's closes were last asked for, and whether the source has ever known it. */
export type ClosesAsked = { readonly at: Instant; readonly known: boolean };

export type KeptCloses = {
  readonly closes: Closes;
  /** null when the ticker's closes were never asked for. */
  readonly asked: ClosesAsked | null;
};

/** Where closes are kept. A day's close that is kept never changes: another for the same day is dropped. */
export type CloseStore = {
  /** The closes of the days from one to the other, both included. */
  readonly find: (ticker: Ticker, from: LocalDate, to: LocalDate) => ResultAsync<KeptCloses, StoreUnavailable>;
  readonly keep: (ticker: Ticker, kept: KeptCloses) => ResultAsync<void, StoreUnavailable>;
};
