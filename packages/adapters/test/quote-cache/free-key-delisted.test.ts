import { tickerOf, valueOf } from "@bourse/testkit";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { freeKey, HOUR, MINUTE, type FreeKey } from "./free-key.ts";

const GONE = tickerOf("GONE");
const VIEWS = 40;

let key: FreeKey;
beforeEach(async () => {
  key = freeKey();
  await key.time.pass(MINUTE);
  key.market.set("GONE", "3.00");
  key.market.setTradingDay("GONE", "2026-03-02");
});
afterEach(() => key.dispose());

const timesAsked = (): number => key.asked.filter(({ ticker }) => ticker === GONE).length;

describe("a stock that was delisted, whose day never moves again", () => {
  it("does not use up the day, however often its portfolio is looked at", async () => {
    for (let view = 0; view < VIEWS; view += 1) {
      const seen = key.quotes().latestOf([GONE], "valuation");
      await key.time.pass(2 * MINUTE);
      expect((await seen).get(GONE)?.unwrapOr(null)?.tradingDay).toBe("2026-03-02");
    }
    expect(timesAsked()).toBe(2);
    expect(valueOf(await key.budget().state()).left).toBe(23);
  });

  it("is asked for again by who wants to trade, once in an hour, and fills on nothing", async () => {
    for (let order = 0; order < VIEWS; order += 1) {
      const quote = key.quotes().latest(GONE, "trade");
      await key.time.pass(2 * MINUTE);
      expect((await quote).isErr()).toBe(true);
    }
    expect(timesAsked()).toBe(3);
  });

  it("has its price as soon as it is asked for once more, when it trades again", async () => {
    for (let view = 0; view < 2; view += 1) {
      await key.quotes().latest(GONE, "valuation");
      await key.time.pass(2 * MINUTE);
    }
    key.market.set("GONE", "4.00");
    await key.time.pass(24 * HOUR);
    const quote = key.quotes().latest(GONE, "valuation");
    await key.time.pass(MINUTE);
    expect(valueOf(await quote).price).toBe(40_000n);
  });
});
