export { listedStocks } from "./listed-stocks.ts";
export { LISTED_STOCKS, type ListedStock } from "./stocks.ts";
