import type { Instant, StockProfile, StoreUnavailable, Ticker } from "@bourse/core";
import type { ResultAsync } from "neverthrow";

/** The last that was learnt of a company. */
export type KeptProfile = {
  /** Its details; null when the source has never had any. */
  readonly profile: StockProfile | null;
  /** When the source last answered; a refusal is no answer. */
  readonly askedAt: Instant;
  /** Whether it had details then. Those it once had are kept all the same. */
  readonly found: boolean;
};

/** Where details of companies are kept. The last that was kept of a ticker is what is found. */
export type ProfileStore = {
  readonly find: (ticker: Ticker) => ResultAsync<KeptProfile | null, StoreUnavailable>;
  readonly keep: (ticker: Ticker, kept: KeptProfile) => ResultAsync<void, StoreUnavailable>;
};
