export { alphaVantageQuotes, type AlphaVantageOptions } from "./alpha-vantage-quotes.ts";
export type { AlphaVantageRequest } from "./request.ts";
