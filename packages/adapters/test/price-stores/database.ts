import type { BudgetStore } from "@bourse/adapters/request-budget";
import type { CloseStore } from "@bourse/adapters/daily-closes";
import type { ProfileStore } from "@bourse/adapters/kept-directory";
import type { QuoteStore } from "@bourse/adapters/quote-cache";

export type PriceStores = {
  readonly budget: BudgetStore;
  readonly closes: CloseStore;
  readonly profiles: ProfileStore;
  readonly quotes: QuoteStore;
};

/** A database that keeps one source's prices, and what goes past all of the adapter's own code. */
export type PriceDatabase = {
  readonly stores: () => PriceStores;
  /** As a new process would. */
  readonly reopen: () => Promise<PriceStores>;
  /** What another process would use at the same time; where there can be none, this one's own. */
  readonly another: () => Promise<PriceStores>;
  /** What the database says to these statements; `done` when it takes them. */
  readonly run: (sql: string) => Promise<string>;
  /** How many rows a table has; a WHERE clause may follow its name. */
  readonly rows: (table: string) => Promise<number>;
  /** From now on, whatever is written to the table fails as a disk does. */
  readonly failWritesTo: (table: string) => Promise<void>;
  readonly dispose: () => Promise<void> | void;
};
