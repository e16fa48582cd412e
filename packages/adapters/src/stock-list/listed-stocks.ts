import type { StockDirectory } from "@bourse/core";
import { LISTED_STOCKS } from "./stocks.ts";

/** The companies on the built-in list, of which it knows the name and the exchange: no network and no key needed. */
export function listedStocks(): StockDirectory {
  return {
    profile: async (asked) => {
      const stock = LISTED_STOCKS.get(asked);
      if (!stock) return null;
      const { ticker, name, exchange } = stock;
      return { ticker, name, exchange };
    },
  };
}
