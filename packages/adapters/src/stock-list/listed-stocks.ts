import { MAX_MATCHES, nameOnly, type StockDirectory, type StockMatch } from "@bourse/core";
import { okAsync } from "neverthrow";
import { LISTED_STOCKS, type ListedStock } from "./stocks.ts";

/** The companies on the built-in list, of which it knows the name and the exchange: no network and no key needed. */
export function listedStocks(): StockDirectory {
  return {
    profile: (asked) => {
      const stock = LISTED_STOCKS.get(asked);
      return okAsync(stock ? nameOnly(stock.ticker, stock.name, stock.exchange) : null);
    },
    search: (text) => okAsync(matchesOf(text.toLowerCase())),
  };
}

/** By how well each fits: the very ticker, then tickers and names that begin with the text, then all that hold it. */
function matchesOf(text: string): readonly StockMatch[] {
  const ranked = [...LISTED_STOCKS.values()].map((stock) => ({ stock, rank: rankOf(stock, text) }));
  return ranked
    .filter(({ rank }) => rank < NO_MATCH)
    .toSorted((a, b) => a.rank - b.rank || (a.stock.ticker < b.stock.ticker ? -1 : 1))
    .slice(0, MAX_MATCHES)
    .map(({ stock: { ticker, name, exchange } }) => ({ ticker, name, exchange }));
}

const NO_MATCH = 5;

function rankOf(stock: ListedStock, text: string): number {
  const ticker = stock.ticker.toLowerCase();
  const name = stock.name.toLowerCase();
  // A share class is asked for with a hyphen as well.
  if (ticker === text.replace("-", ".")) return 0;
  if (ticker.startsWith(text)) return 1;
  if (name.startsWith(text)) return 2;
  if (name.split(" ").some((word) => word.startsWith(text))) return 3;
  return name.includes(text) ? 4 : NO_MATCH;
}
