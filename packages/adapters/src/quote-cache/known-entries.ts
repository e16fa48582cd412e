import type { StoreUnavailable, Ticker } from "@bourse/core";
import { LRUCache } from "lru-cache";
import type { QuoteStore } from "../price-stores/index.ts";
import { entryOf, type Entry } from "./entry.ts";

export type KnownEntriesOptions = {
  readonly store: QuoteStore;
  readonly capacity: number;
  readonly onStoreFailure: ((failure: StoreUnavailable) => void) | undefined;
};

/** What is known of tickers: the most used in memory, all of them in the store. A store that fails knows nothing. */
export type KnownEntries = {
  /** What is in memory. */
  readonly get: (ticker: Ticker) => Entry | undefined;
  readonly find: (ticker: Ticker) => Promise<Entry>;
  /** Resolves once the store has it, so that whoever finds it gone from memory finds it there. */
  readonly replace: (before: Entry, entry: Entry) => Promise<void>;
};

export function knownEntries({ store, capacity, onStoreFailure }: KnownEntriesOptions): KnownEntries {
  const memory = new LRUCache<Ticker, Entry>({ max: capacity });
  const loads = new Map<Ticker, Promise<Entry>>();

  async function load(ticker: Ticker): Promise<Entry> {
    const kept = await store.find(ticker).orTee((failure) => onStoreFailure?.(failure));
    // What has been learnt in the meantime is newer.
    const entry = memory.get(ticker) ?? entryOf(ticker, kept.unwrapOr(null));
    memory.set(ticker, entry);
    return entry;
  }

  return {
    get: (ticker) => memory.get(ticker),
    async find(ticker) {
      const entry = memory.get(ticker);
      if (entry) return entry;
      const loading = loads.get(ticker) ?? load(ticker).finally(() => loads.delete(ticker));
      loads.set(ticker, loading);
      return loading;
    },
    async replace(before, entry) {
      memory.set(entry.ticker, entry);
      if (entry.kept === before.kept) return;
      await store.keep(entry.ticker, entry.kept).orTee((failure) => onStoreFailure?.(failure));
    },
  };
}
