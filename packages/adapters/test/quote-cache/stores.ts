import { inMemoryQuoteStore, type QuoteStore } from "@bourse/adapters/quote-cache";
import { sqliteQuoteStore } from "@bourse/adapters/sqlite";
import { newStore } from "../sqlite/store.ts";

export type StoreUnderTest = {
  readonly store: QuoteStore;
  /** The store as a new process finds it. */
  readonly reopen: () => QuoteStore;
  readonly dispose: () => Promise<void>;
};

/** `runs` is how many random histories are worth their time over it. */
type Kind = { readonly name: string; readonly runs: number; readonly open: () => StoreUnderTest };

export const STORES: readonly Kind[] = [
  {
    name: "memory",
    runs: 300,
    open: () => {
      const store = inMemoryQuoteStore();
      return { store, reopen: () => store, dispose: async () => {} };
    },
  },
  {
    name: "SQLite",
    runs: 20,
    open: () => {
      const { db, reopen, dispose } = newStore();
      return { store: sqliteQuoteStore(db()), reopen: () => sqliteQuoteStore(reopen()), dispose };
    },
  },
];
