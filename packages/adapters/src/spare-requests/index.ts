export { requestsToSpare, type BudgetNow } from "./requests-to-spare.ts";
