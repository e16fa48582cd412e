export { inMemoryPortfolios, type InMemoryPortfoliosOptions } from "./portfolios.ts";
