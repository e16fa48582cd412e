export type { KeptQuote, QuoteStore } from "./quote-store.ts";
