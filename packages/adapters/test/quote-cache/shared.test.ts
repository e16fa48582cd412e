import { errorOf, moneyOf, tickerOf, valueOf } from "@bourse/testkit";
import { beforeEach, describe, expect, it } from "vitest";
import { MAX_QUOTE_AGE, newStage, type Stage } from "./stage.ts";

const AAPL = tickerOf("AAPL");
const AGE = MAX_QUOTE_AGE * 1000;

let stage: Stage;
beforeEach(() => {
  stage = newStage({ isShared: true });
  stage.market.set("AAPL", "190.00");
});

describe("two caches over one store", () => {
  it("make one request for a ticker, one after the other, each time that it has gone stale", async () => {
    const caches = [stage.cache, stage.another()];
    for (const price of ["190.00", "191.00", "192.00"]) {
      stage.market.set("AAPL", price);
      const before = stage.asked.length;
      for (const cache of caches) expect(valueOf(await cache.latest(AAPL)).price).toBe(moneyOf(price));
      expect(stage.asked.length - before).toBe(1);
      await stage.time.pass(AGE + 1);
      caches.reverse();
    }
  });

  it("tell what the other has learnt while one's own last attempt still says that trying is of no use", async () => {
    const another = stage.another();
    stage.market.fail("AAPL", 80_000);
    errorOf(await stage.cache.latest(AAPL));
    stage.market.set("AAPL", "191.00");
    valueOf(await another.latest(AAPL));
    expect(valueOf(await stage.cache.latest(AAPL)).price).toBe(moneyOf("191.00"));
    expect(stage.asked.length).toBe(2);
  });

  it("believe each other that the market knows no such ticker", async () => {
    const another = stage.another();
    const unheard = tickerOf("ZZZZ");
    for (const cache of [stage.cache, another]) errorOf(await cache.latest(unheard));
    expect(stage.asked.length).toBe(1);
  });
});

it("a cache over a store of its own does not ask it for what is in memory", async () => {
  const alone = newStage();
  alone.market.set("AAPL", "190.00");
  const another = alone.another();
  valueOf(await another.latest(AAPL));
  valueOf(await alone.cache.latest(AAPL));
  expect(alone.asked.length).toBe(1);
  await alone.time.pass(AGE + 1);
  valueOf(await another.latest(AAPL));
  valueOf(await alone.cache.latest(AAPL));
  expect(alone.asked.length).toBe(3);
});
