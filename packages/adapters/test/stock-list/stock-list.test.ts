import { LISTED_STOCKS, listedStocks } from "@bourse/adapters/stock-list";
import { tickerOf } from "@bourse/testkit";
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
    expect(await listedStocks().profile(tickerOf("brk-b"))).toStrictEqual({
      ticker: "BRK.B",
      name: "Berkshire Hathaway Inc. Class B",
      exchange: "NYSE",
    });
  });

  it("knows nothing of others", async () => {
    expect(await listedStocks().profile(tickerOf("NOPE"))).toBeNull();
  });
});
