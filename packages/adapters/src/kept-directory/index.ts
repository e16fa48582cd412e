export type { KeptProfile, ProfileStore } from "../price-stores/index.ts";
export { inMemoryProfileStore } from "./in-memory-store.ts";
export { keptDirectory, type KeptDirectoryOptions } from "./kept-directory.ts";
export type { BudgetNow } from "../spare-requests/index.ts";
