import { MAX_MATCHES, nameOnly, type StockProfile } from "@bourse/core";
import { dateOf, moneyOf } from "@bourse/testkit";
import { okAsync } from "neverthrow";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ask, open, type Person } from "./support/people.ts";
import { problemIn } from "./support/problems.ts";
import { testServer, type TestServer } from "./support/server.ts";

const MINUTE = 60_000;

describe("GET /v1/stocks?search=", () => {
  let bourse: TestServer;
  let person: Person;

  beforeAll(async () => {
    bourse = await testServer();
    for (const ticker of ["MSFT", "AAPL", "AA", "BAA", "BRK.B"]) bourse.market.set(ticker, "1.00");
    person = await open(bourse);
  });

  afterAll(() => bourse.close());

  it("answers the stocks found, the likeliest first", async () => {
    const { status, body } = await person.ask("GET", "/v1/stocks?search=aa");
    const items = ["AA", "AAPL", "BAA"].map((ticker) => ({ ticker, name: `${ticker} Inc.`, exchange: "NASDAQ" }));
    expect([status, body]).toStrictEqual([200, { items, nextCursor: null }]);
  });

  it.each(["brk-b", "BRK.B", "%20brk.b%20", "brk.b+inc."])("finds a class of shares by %j", async (text) => {
    const { body } = await person.ask("GET", `/v1/stocks?search=${text}`);
    expect(body["items"]).toMatchObject([{ ticker: "BRK.B" }]);
  });

  it.each(["zebra", "%25", "%F0%9F%82%A1", "'%20OR%201=1", "..%2F..", "a%26apikey=x"])(
    "answers nothing for %j",
    async (text) => {
      const { status, body } = await person.ask("GET", `/v1/stocks?search=${text}`);
      expect([status, body]).toStrictEqual([200, { items: [], nextCursor: null }]);
    },
  );

  it("answers no more than there may be", async () => {
    for (let index = 0; index < 26; index += 1) bourse.market.set(`ZZ${String.fromCharCode(65 + index)}`, "1.00");
    const { body } = await person.ask("GET", "/v1/stocks?search=zz");
    expect(body["items"]).toHaveLength(MAX_MATCHES);
  });

  it.each(["", "%20", "%00", "a%0Ab", "a%E2%80%AEb", "a".repeat(51), "a".repeat(5000)])(
    "refuses %.60j by field and rule",
    async (text) => {
      const answer = await person.ask("GET", `/v1/stocks?search=${text}`);
      const { code, errors } = problemIn(answer, text);
      expect([answer.status, code]).toStrictEqual([400, "invalid-input"]);
      expect(errors).toMatchObject([{ field: "search", rule: "search" }]);
    },
  );

  it("asks who is there", async () => {
    expect((await ask(bourse, "GET", "/v1/stocks?search=aa")).status).toBe(401);
  });
});

const APPLE: StockProfile = {
  ...nameOnly("AAPL" as StockProfile["ticker"], "Apple Inc.", "NASDAQ"),
  sector: "TECHNOLOGY",
  industry: "CONSUMER ELECTRONICS",
  description: "Apple Inc. designs smartphones.",
  marketCapitalization: moneyOf("3400000000000.00"),
  dividendPerShare: moneyOf("1.02"),
  fiftyTwoWeekHigh: moneyOf("260.10"),
  fiftyTwoWeekLow: moneyOf("164.0801"),
  asOf: dateOf("2126-06-14"),
};

describe("GET /v1/stocks/{ticker}", () => {
  let bourse: TestServer;
  let person: Person;

  beforeEach(async () => {
    bourse = await testServer({
      ports: ({ directory }) => ({
        directory: { ...directory, profile: (ticker) => okAsync(ticker === "AAPL" ? APPLE : null) },
      }),
    });
    bourse.calendar.trade(13.5, 20);
    bourse.market.set("AAPL", "112.00");
    bourse.market.set("F", "11.0625");
    person = await open(bourse);
  });

  afterEach(() => bourse.close());

  it("answers the price, how far to trust it, and the company", async () => {
    bourse.market.setPreviousClose("AAPL", "111.50");
    bourse.market.age("AAPL", 89.999);
    expect((await person.ask("GET", "/v1/stocks/aapl")).body).toStrictEqual({
      ticker: "AAPL",
      price: "112.00",
      previousClose: "111.50",
      tradingDay: "2126-06-15",
      fetchedAt: "2126-06-15T14:28:30.001Z",
      age: 89,
      source: "manual",
      freshness: "fresh",
      name: "Apple Inc.",
      exchange: "NASDAQ",
      sector: "TECHNOLOGY",
      industry: "CONSUMER ELECTRONICS",
      description: "Apple Inc. designs smartphones.",
      marketCapitalization: "3400000000000.00",
      dividendPerShare: "1.02",
      fiftyTwoWeekHigh: "260.10",
      fiftyTwoWeekLow: "164.0801",
      detailsAsOf: "2126-06-14",
    });
  });

  it("answers null for what is not known", async () => {
    const { status, body } = await person.ask("GET", "/v1/stocks/F");
    expect(status).toBe(200);
    const known = Object.entries(body).filter(([, value]) => value !== null);
    expect(known.map(([name]) => name)).toStrictEqual([
      "ticker",
      "price",
      "tradingDay",
      "fetchedAt",
      "source",
      "age",
      "freshness",
    ]);
    expect(Object.keys(body)).toHaveLength(18);
  });

  it.each([
    { freshness: "fresh", wait: 0, age: 900, tradingDay: "2126-06-15", status: 201 },
    { freshness: "stale", wait: 0, age: 901, tradingDay: "2126-06-15", status: 503 },
    { freshness: "previous-day", wait: 0, age: 0, tradingDay: "2126-06-14", status: 201 },
    { freshness: "stale", wait: 0, age: 901, tradingDay: "2126-06-14", status: 503 },
    { freshness: "closed", wait: 9 * 60, age: 3 * 3600, tradingDay: "2126-06-15", status: 201 },
    { freshness: "stale", wait: 9 * 60, age: 4 * 3600, tradingDay: "2126-06-15", status: 503 },
  ])(
    "a price $age seconds old, $wait minutes later, is $freshness",
    async ({ freshness, wait, age, tradingDay, status }) => {
      await person.topUp("10000.00");
      bourse.clock.advance(wait * MINUTE);
      bourse.market.age("AAPL", age);
      bourse.market.setTradingDay("AAPL", tradingDay);
      const answers = ["/v1/stocks/AAPL", "/stock/AAPL", "/lookup-stock?symbol=AAPL"];
      for (const path of answers) {
        expect((await person.ask("GET", path)).body, path).toMatchObject({
          freshness,
          age,
          tradingDay,
          price: "112.00",
        });
      }
      const trade = await person.trade("BUY", "AAPL", 1);
      expect(trade.status).toBe(status);
      expect(trade.headers["retry-after"]).toBe(status === 503 ? "60" : undefined);
      const { cash } = (await person.ask("GET", "/v1/accounts/me/balance")).body;
      expect(cash).toBe(status === 503 ? "10000.00" : "9888.00");
    },
  );

  it("a portfolio's lines say the same, with the day's change and the gains", async () => {
    await person.topUp("10000.00");
    await person.trade("BUY", "AAPL", 10);
    await person.trade("BUY", "F", 2);
    bourse.market.set("AAPL", "113.00");
    bourse.market.setPreviousClose("AAPL", "111.50");
    bourse.market.setPreviousClose("F", "12.00");
    bourse.market.age("F", 901);
    await person.trade("SELL", "AAPL", 4);
    const { body } = await person.ask("GET", "/v1/accounts/me/portfolio");
    expect(body).toMatchObject({ dayChange: "7.125", unrealisedGain: "6.00", realisedGain: "4.00", complete: true });
    expect(body["holdings"]).toMatchObject([
      { ticker: "AAPL", freshness: "fresh", age: 0, previousClose: "111.50", dayChange: "9.00" },
      { ticker: "F", freshness: "stale", age: 901, previousClose: "12.00", dayChange: "-1.875" },
    ]);
  });
});
