import type { BudgetStore, CloseStore, ProfileStore, QuoteStore } from "../price-stores/index.ts";
import { postgresBudgetStore } from "./budget-store.ts";
import { postgresCloseStore } from "./close-store.ts";
import { migratePrices } from "./migrate.ts";
import type { PostgresDatabase } from "./open.ts";
import { postgresProfileStore } from "./profile-store.ts";
import { postgresQuoteStore } from "./quote-store.ts";

/** What is kept of one price source, by all who share the database. */
export type PostgresPrices = {
  readonly budget: BudgetStore;
  readonly closes: CloseStore;
  readonly profiles: ProfileStore;
  readonly quotes: QuoteStore;
};

/**
 * Opens what the database keeps of the source of this name, which is letters, digits and `_`, in a schema of its own. Its
 * owner must be allowed to make schemas.
 */
export async function openPostgresPrices({ db }: Pick<PostgresDatabase, "db">, name: string): Promise<PostgresPrices> {
  if (!/^[a-z][a-z0-9_]{0,40}$/.test(name)) throw new Error(`${name} is no name of a schema`);
  await migratePrices(db, name);
  const prices = { db: db.withSchema(name) };
  return {
    budget: postgresBudgetStore(prices),
    closes: postgresCloseStore(prices),
    profiles: postgresProfileStore(prices),
    quotes: postgresQuoteStore(prices),
  };
}
