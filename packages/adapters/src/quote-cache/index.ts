export type { KeptQuote, QuoteStore } from "../price-stores/index.ts";
export { inMemoryQuoteStore } from "./in-memory-store.ts";
export { cachedQuotes, type QuoteCacheOptions, type WantedTickers } from "./quote-cache.ts";
