export type { CloseStore, ClosesAsked, KeptCloses } from "../price-stores/index.ts";
export { inMemoryCloseStore } from "./in-memory-store.ts";
export { keptCloses, type KeptClosesOptions } from "./kept-closes.ts";
