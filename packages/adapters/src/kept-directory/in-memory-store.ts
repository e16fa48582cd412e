import type { Ticker } from "@bourse/core";
import { okAsync } from "neverthrow";
import type { KeptProfile, ProfileStore } from "../price-stores/index.ts";

/** For tests, and for those who need no details to survive their process. It forgets nothing and has no bound. */
export function inMemoryProfileStore(): ProfileStore {
  const kept = new Map<Ticker, KeptProfile>();
  return {
    find: (ticker) => okAsync(kept.get(ticker) ?? null),
    keep: (ticker, profile) => {
      kept.set(ticker, profile);
      return okAsync();
    },
  };
}
