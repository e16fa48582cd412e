export type { BudgetStore, LimitReached, Spent, SpentChange, SpentQuery } from "./budget-store.ts";
export type { CloseStore, ClosesAsked, KeptCloses } from "./close-store.ts";
export type { KeptProfile, ProfileStore } from "./profile-store.ts";
export type { KeptQuote, QuoteStore } from "./quote-store.ts";
