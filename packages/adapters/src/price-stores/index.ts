export type { BudgetStore, LimitReached, Spent, SpentChange, SpentQuery } from "./budget-store.ts";
export type { KeptQuote, QuoteStore } from "./quote-store.ts";
