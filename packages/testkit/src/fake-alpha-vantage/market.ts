import type { LocalDate } from "@bourse/core";
import { STOCKS, type FakeStock } from "./stocks.ts";

/**
 * What stocks cost on a day, in dollars: one price for every day by ticker (`{ AAPL: "112.0000" }`), or a function,
 * which answers null for a ticker it does not know. Tickers have their class after a dot, `BRK.B`.
 */
export type FakePrices = Readonly<Record<string, string>> | ((ticker: string, day: LocalDate) => string | null);

/** The stocks that can be asked for, and what they cost. */
export type FakeMarket = {
  /** Null for a symbol that is not listed. Class shares are known by a hyphen, `BRK-B`, in any case. */
  readonly stock: (symbol: string, day: LocalDate) => FakeStock | null;
  readonly price: (stock: FakeStock, day: LocalDate) => string;
  readonly stocks: (day: LocalDate) => readonly FakeStock[];
};

export function fakeMarket(prices: FakePrices = wanderingPrice): FakeMarket {
  const priceOf =
    typeof prices === "function" ? prices : (ticker: string) => (Object.hasOwn(prices, ticker) ? prices[ticker] : null);
  const tickers = new Set([...(typeof prices === "function" ? [] : Object.keys(prices)), ...STOCKS.keys()]);
  const isListed = (ticker: string, day: LocalDate): boolean => (priceOf(ticker, day) ?? null) !== null;
  return {
    stock: (symbol, day) => {
      const ticker = symbol.toUpperCase().replace("-", ".");
      return !symbol.includes(".") && isListed(ticker, day) ? stockOf(ticker) : null;
    },
    price: ({ ticker }, day) => priceOf(ticker, day) ?? "0.0000",
    stocks: (day) => [...tickers].filter((ticker) => isListed(ticker, day)).map(stockOf),
  };
}

function stockOf(ticker: string): FakeStock {
  const unknown = { ticker, name: `${ticker} Inc`, exchange: "NYSE", sector: "OTHER", industry: "OTHER", level: 100 };
  return STOCKS.get(ticker) ?? unknown;
}

/** Whole cents within a twentieth of the stock's level, the same for one ticker and day everywhere and at any time. */
function wanderingPrice(ticker: string, day: LocalDate): string | null {
  const stock = STOCKS.get(ticker);
  if (!stock) return null;
  const level = stock.level * 100;
  const reach = Math.floor(level / 20);
  const cents = level - reach + (hashOf(`${ticker} ${day}`) % (2 * reach));
  return `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, "0")}00`;
}

/** FNV-1a of 32 bits (draft-eastlake-fnv), stirred once more, since its last character alone would barely show. */
function hashOf(text: string): number {
  let hash = 0x811c_9dc5;
  for (let place = 0; place < text.length; place += 1) hash = Math.imul(hash ^ text.charCodeAt(place), 0x0100_0193);
  return Math.imul(hash ^ (hash >>> 15), 0x85eb_ca6b) >>> 0;
}
