import type { BudgetStore } from "@bourse/adapters/request-budget";
import type { CloseStore } from "@bourse/adapters/daily-closes";
import type { ProfileStore } from "@bourse/adapters/kept-directory";
import type { QuoteStore } from "@bourse/adapters/quote-cache";
import type { Ports } from "@bourse/core";
import type { Health } from "../routes/health.ts";

/** What one price source's answers are kept in. */
type PriceStores = {
  readonly budget: BudgetStore;
  readonly closes: CloseStore;
  readonly profiles: ProfileStore;
  readonly quotes: QuoteStore;
  readonly close: () => Promise<void> | void;
};

/** A brokerage's database, whichever it is. */
export type Store = Pick<Ports, "accounts" | "attempts" | "ledger" | "resets" | "sessions"> & {
  /** Whether other servers write to it too. */
  readonly isShared: boolean;
  readonly state: () => Health["database"] | Promise<Health["database"]>;
  readonly openPrices: (name: string) => PriceStores | Promise<PriceStores>;
  readonly close: () => Promise<void> | void;
};
