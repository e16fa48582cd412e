import type { StockMatch, Ticker } from "@bourse/core";
import { NASDAQ } from "./nasdaq.ts";
import { NYSE } from "./nyse.ts";
import type { PlainStock } from "./plain-stock.ts";

/** A company on the list and the level its simulated price moves around, in dollars. */
export type ListedStock = StockMatch & Pick<PlainStock, "exchange" | "level">;

/** The list, by ticker. A test holds that every one of its tickers passes the parser, hence the assertion. */
export const LISTED_STOCKS: ReadonlyMap<Ticker, ListedStock> = new Map(
  [...NASDAQ, ...NYSE].map((stock) => [stock.ticker as Ticker, { ...stock, ticker: stock.ticker as Ticker }]),
);
