import type { StoreUnavailable, Ticker } from "@bourse/core";
import { LRUCache } from "lru-cache";
import type { KeptProfile, ProfileStore } from "../price-stores/index.ts";

export type KnownProfilesOptions = {
  readonly store: ProfileStore;
  readonly capacity: number;
  /** Whether other processes keep what they learn in the same store. */
  readonly isShared: boolean;
  readonly onStoreFailure: ((failure: StoreUnavailable) => void) | undefined;
};

/** What is known of companies: the most used in memory, all of them in the store. A store that fails knows nothing. */
export type KnownProfiles = {
  readonly find: (ticker: Ticker) => Promise<KeptProfile | null>;
  /** What others have learnt since, or what is in memory. */
  readonly renewed: (ticker: Ticker) => Promise<KeptProfile | null>;
  /** Resolves once the store has it, so that whoever finds it gone from memory finds it there. */
  readonly keep: (ticker: Ticker, kept: KeptProfile) => Promise<void>;
};

export function knownProfiles({ store, capacity, isShared, onStoreFailure }: KnownProfilesOptions): KnownProfiles {
  const memory = new LRUCache<Ticker, { readonly kept: KeptProfile | null }>({ max: capacity });

  async function load(ticker: Ticker): Promise<KeptProfile | null> {
    const stored = await store.find(ticker).orTee((failure) => onStoreFailure?.(failure));
    const kept = stored.unwrapOr(null);
    // What has been learnt in the meantime is newer, unless others have learnt something since.
    const known = memory.get(ticker);
    const isNewest = known && (!isShared || askedAt(known.kept) >= askedAt(kept));
    const entry = isNewest ? known : { kept };
    memory.set(ticker, entry);
    return entry.kept;
  }

  return {
    async find(ticker) {
      const known = memory.get(ticker);
      return known ? known.kept : load(ticker);
    },
    renewed: load,
    async keep(ticker, kept) {
      memory.set(ticker, { kept });
      await store.keep(ticker, kept).orTee((failure) => onStoreFailure?.(failure));
    },
  };
}

function askedAt(kept: KeptProfile | null): number {
  return kept?.askedAt ?? -Infinity;
}
