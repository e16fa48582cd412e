import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { open, type Person } from "./support/people.ts";
import { testServer, type TestServer } from "./support/server.ts";

const MINUTE = 60_000;

describe("a trade", () => {
  let bourse: TestServer;
  let person: Person;

  beforeEach(async () => {
    bourse = await testServer();
    bourse.calendar.trade(13.5, 20);
    bourse.market.set("AAPL", "112.00");
    person = await open(bourse);
  });

  afterEach(() => bourse.close());

  it.each([
    { freshness: "fresh", wait: 0, tradingDay: "2126-06-15" },
    { freshness: "previous-day", wait: 0, tradingDay: "2126-06-14" },
    { freshness: "closed", wait: 9 * 60, tradingDay: "2126-06-15" },
  ])("at a price that was $freshness says so in every answer, later too", async (then) => {
    await person.topUp("10000.00");
    bourse.clock.advance(then.wait * MINUTE);
    bourse.market.setTradingDay("AAPL", then.tradingDay);
    const order = { symbol: "AAPL", quantity: 1 };
    const buy = () => person.ask("POST", "/buy-stock", { body: order, headers: { "idempotency-key": "k" } });
    const { text, body } = await buy();
    expect(body["quote"]).toMatchObject({ freshness: then.freshness });
    bourse.clock.advance(14 * 60 * MINUTE);
    bourse.market.delist("AAPL");
    expect((await buy()).text).toBe(text);
    expect((await person.ask("GET", "/v1/accounts/me/trades/2")).body).toStrictEqual(body);
    for (const path of ["/v1/accounts/me/trades", "/stock_transactions/me"]) {
      expect((await person.ask("GET", path)).body["items"]).toStrictEqual([body]);
    }
  });
});
