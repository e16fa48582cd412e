import type { StoreUnavailable, Ticker } from "@bourse/core";
import { LRUCache } from "lru-cache";
import type { KeptProfile, ProfileStore } from "../price-stores/index.ts";

export type KnownProfilesOptions = {
  readonly store: ProfileStore;
  readonly capacity: number;
  readonly onStoreFailure: ((failure: StoreUnavailable) => void) | undefined;
};

/** What is known of companies: the most used in memory, all of them in the store. A store that fails knows nothing. */
export type KnownProfiles = {
  readonly find: (ticker: Ticker) => Promise<KeptProfile | null>;
  /** Resolves once the store has it, so that whoever finds it gone from memory finds it there. */
  readonly keep: (ticker: Ticker, kept: KeptProfile) => Promise<void>;
};

export function knownProfiles({ store, capacity, onStoreFailure }: KnownProfilesOptions): KnownProfiles {
  const memory = new LRUCache<Ticker, { readonly kept: KeptProfile | null }>({ max: capacity });
  return {
    async find(ticker) {
      const known = memory.get(ticker);
      if (known) return known.kept;
      const found = await store.find(ticker).orTee((failure) => onStoreFailure?.(failure));
      // What has been learnt in the meantime is newer.
      const entry = memory.get(ticker) ?? { kept: found.unwrapOr(null) };
      memory.set(ticker, entry);
      return entry.kept;
    },
    async keep(ticker, kept) {
      memory.set(ticker, { kept });
      await store.keep(ticker, kept).orTee((failure) => onStoreFailure?.(failure));
    },
  };
}
