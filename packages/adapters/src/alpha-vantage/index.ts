export { alphaVantage, type AlphaVantage, type AlphaVantageOptions } from "./alpha-vantage.ts";
export type { BudgetSpent, Ending, Leave, Limit, RequestBudget } from "./budget.ts";
export type { Entitlement } from "./quotes.ts";
export type { AlphaVantageRequest } from "./request.ts";
