import { inMemoryCloseStore, type CloseStore } from "@bourse/adapters/daily-closes";
import { sqliteCloseStore } from "@bourse/adapters/sqlite";
import { newStore } from "../sqlite/store.ts";

type StoreUnderTest = {
  readonly store: CloseStore;
  /** The store as a new process finds it. */
  readonly reopen: () => CloseStore;
  readonly dispose: () => Promise<void>;
};

export const STORES: readonly { readonly name: string; readonly open: () => StoreUnderTest }[] = [
  {
    name: "memory",
    open: () => {
      const store = inMemoryCloseStore();
      return { store, reopen: () => store, dispose: async () => {} };
    },
  },
  {
    name: "SQLite",
    open: () => {
      const { db, reopen, dispose } = newStore();
      return { store: sqliteCloseStore(db()), reopen: () => sqliteCloseStore(reopen()), dispose };
    },
  },
];
