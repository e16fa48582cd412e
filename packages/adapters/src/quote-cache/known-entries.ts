import type { StoreUnavailable, Ticker } from "@bourse/core";
import { LRUCache } from "lru-cache";
import type { KeptQuote, QuoteStore } from "../price-stores/index.ts";
import { entryOf, type Entry } from "./entry.ts";

export type KnownEntriesOptions = {
  readonly store: QuoteStore;
  readonly capacity: number;
  /** Whether other processes keep what they learn in the same store. */
  readonly isShared: boolean;
  readonly onStoreFailure: ((failure: StoreUnavailable) => void) | undefined;
};

/** What is known of tickers: the most used in memory, all of them in the store. A store that fails knows nothing. */
export type KnownEntries = {
  /** What is in memory. */
  readonly get: (ticker: Ticker) => Entry | undefined;
  readonly find: (ticker: Ticker) => Promise<Entry>;
  /** What others have learnt since, or what was found. */
  readonly renewed: (found: Entry) => Promise<Entry>;
  /** Resolves once the store has it, so that whoever finds it gone from memory finds it there. */
  readonly replace: (before: Entry, entry: Entry) => Promise<void>;
};

export function knownEntries({ store, capacity, isShared, onStoreFailure }: KnownEntriesOptions): KnownEntries {
  const memory = new LRUCache<Ticker, Entry>({ max: capacity });
  const loads = new Map<Ticker, Promise<Entry>>();

  async function load(ticker: Ticker, found?: Entry): Promise<Entry> {
    const stored = await store.find(ticker).orTee((failure) => onStoreFailure?.(failure));
    const kept = stored.unwrapOr(null);
    // What has been learnt in the meantime is newer, unless others have learnt something since.
    const known = memory.get(ticker) ?? found;
    const isNewest = known && (!isShared || learntAt(known.kept) >= learntAt(kept));
    const entry = isNewest ? known : entryOf(ticker, kept);
    memory.set(ticker, entry);
    return entry;
  }

  function loaded(ticker: Ticker, found?: Entry): Promise<Entry> {
    const loading = loads.get(ticker) ?? load(ticker, found).finally(() => loads.delete(ticker));
    loads.set(ticker, loading);
    return loading;
  }

  return {
    get: (ticker) => memory.get(ticker),
    find: async (ticker) => memory.get(ticker) ?? loaded(ticker),
    renewed: (found) => loaded(found.ticker, found),
    async replace(before, entry) {
      memory.set(entry.ticker, entry);
      if (entry.kept === before.kept) return;
      await store.keep(entry.ticker, entry.kept).orTee((failure) => onStoreFailure?.(failure));
    },
  };
}

/** When the market last told anything of a ticker. */
function learntAt(kept: KeptQuote | null): number {
  return Math.max(kept?.quote?.fetchedAt ?? -Infinity, kept?.unknownSince ?? -Infinity);
}
