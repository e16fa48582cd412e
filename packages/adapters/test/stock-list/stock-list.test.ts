import { LISTED_STOCKS, listedStocks } from "@bourse/adapters/stock-list";
import { MAX_MATCHES, nameOnly } from "@bourse/core";
import { tickerOf, valueOf } from "@bourse/testkit";
import { describe, expect, it } from "vitest";

const stocks = [...LISTED_STOCKS.values()];

describe("the list of stocks", () => {
  it("has tickers that the parser leaves as they are, each under its own", () => {
    for (const [key, stock] of LISTED_STOCKS) {
      expect(tickerOf(key)).toBe(key);
      expect(stock.ticker).toBe(key);
    }
  });

  it("has no stock twice, by ticker or by name", () => {
    expect(stocks.length).toBeGreaterThan(100);
    expect(new Set(stocks.map(({ name }) => name)).size).toBe(stocks.length);
  });

  it("has a name and an exchange for each", () => {
    for (const { name, exchange } of stocks) {
      expect(name).toMatch(/^\S.*\S$/);
      expect(["NASDAQ", "NYSE"]).toContain(exchange);
    }
  });

  it("has levels in whole dollars that a share may cost", () => {
    for (const { level } of stocks) {
      expect(Number.isInteger(level)).toBe(true);
      expect(level).toBeGreaterThanOrEqual(10);
      expect(level).toBeLessThanOrEqual(2000);
    }
  });

  it.each("AAPL MSFT GOOGL AMZN NVDA META TSLA BRK.B JPM IBM KO DIS JNJ V WMT".split(" "))("has %s", (text) => {
    expect(LISTED_STOCKS.has(tickerOf(text))).toBe(true);
  });
});

describe("the directory over it", () => {
  it("knows a company's name and exchange", async () => {
    expect(valueOf(await listedStocks().profile(tickerOf("brk-b")))).toStrictEqual(
      nameOnly(tickerOf("BRK.B"), "Berkshire Hathaway Inc. Class B", "NYSE"),
    );
  });

  it("knows nothing of others", async () => {
    expect(valueOf(await listedStocks().profile(tickerOf("NOPE")))).toBeNull();
  });

  it.each([
    ["aapl", ["AAPL"]],
    ["BRK-B", ["BRK.B"]],
    ["berkshire", ["BRK.B"]],
    ["Coca-Cola", ["KO"]],
    ["morgan", ["MS", "JPM"]],
  ])("finds by %s %j, and those first", async (text, tickers) => {
    const found = valueOf(await listedStocks().search(text)).map(({ ticker }) => ticker);
    expect(found.slice(0, tickers.length)).toEqual(tickers);
  });

  it("puts the very ticker before those that begin with it, and names after tickers", async () => {
    const found = valueOf(await listedStocks().search("ma"));
    const ranks = found.map(({ ticker, name }) => {
      if (ticker === "MA") return 0;
      if (ticker.startsWith("MA")) return 1;
      return name.toLowerCase().startsWith("ma") ? 2 : 3;
    });
    expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
    expect(ranks[0]).toBe(0);
  });

  it("answers no more than there may be", async () => {
    expect(valueOf(await listedStocks().search("a"))).toHaveLength(MAX_MATCHES);
  });
});
