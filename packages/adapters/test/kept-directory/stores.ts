import { inMemoryProfileStore, type ProfileStore } from "@bourse/adapters/kept-directory";
import { sqliteProfileStore } from "@bourse/adapters/sqlite";
import { newStore } from "../sqlite/store.ts";

export type StoreUnderTest = {
  readonly store: ProfileStore;
  /** The store as a new process finds it. */
  readonly reopen: () => ProfileStore;
  readonly dispose: () => Promise<void>;
};

export const STORES: readonly { readonly name: string; readonly open: () => StoreUnderTest }[] = [
  {
    name: "memory",
    open: () => {
      const store = inMemoryProfileStore();
      return { store, reopen: () => store, dispose: async () => {} };
    },
  },
  {
    name: "SQLite",
    open: () => {
      const { db, reopen, dispose } = newStore();
      return { store: sqliteProfileStore(db()), reopen: () => sqliteProfileStore(reopen()), dispose };
    },
  },
];
