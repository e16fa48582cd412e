import {
  sqliteBudgetStore,
  sqliteCloseStore,
  sqliteProfileStore,
  sqliteQuoteStore,
  type BourseDatabase,
} from "@bourse/adapters/sqlite";
import { newStore } from "../sqlite/store.ts";
import type { PriceDatabase, PriceStores } from "./database.ts";

export async function openSqlitePrices(): Promise<PriceDatabase> {
  const store = newStore();
  return {
    stores: () => storesOf(store.db()),
    reopen: async () => storesOf(store.reopen()),
    // The file is one process's alone.
    another: async () => storesOf(store.db()),
    async run(sql) {
      try {
        store.db().exec(sql);
        return "done";
      } catch (error) {
        return String(error instanceof Error ? error.message : error);
      }
    },
    rows: async (table) => Number(store.db().prepare(`SELECT COUNT(*) FROM ${table}`).pluck().get()),
    async failWritesTo(table) {
      store.db().exec(`DROP TABLE ${table}`);
    },
    dispose: () => store.dispose(),
  };
}

function storesOf(db: BourseDatabase["db"]): PriceStores {
  return {
    budget: sqliteBudgetStore(db),
    closes: sqliteCloseStore(db),
    profiles: sqliteProfileStore(db),
    quotes: sqliteQuoteStore(db),
  };
}
