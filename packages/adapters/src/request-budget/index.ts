export type { BudgetStore, LimitReached, Spent, SpentChange, SpentQuery } from "../price-stores/index.ts";
export { tickerDemand, type TickerDemand } from "./demand.ts";
export { inMemoryBudgetStore } from "./in-memory-store.ts";
export type { Ending, Leave } from "./leave.ts";
export { FREE_PLAN, paidPlan, type BudgetPlan } from "./plan.ts";
export type { Patience } from "./queue.ts";
export { requestBudget, type BudgetSpent, type RequestBudget, type RequestBudgetOptions } from "./request-budget.ts";
export type { BudgetState } from "./state.ts";
