import { inMemoryQuoteStore, type KeptQuote, type QuoteStore } from "@bourse/adapters/quote-cache";
import { dateOf, errorOf, moneyOf, tickerOf, valueOf } from "@bourse/testkit";
import { beforeEach, describe, expect, it } from "vitest";
import { MAX_QUOTE_AGE, newStage, type Stage } from "./stage.ts";

const AAPL = tickerOf("AAPL");
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const AGE = MAX_QUOTE_AGE * SECOND;

let stage: Stage;
beforeEach(() => {
  stage = newStage();
  stage.market.set("AAPL", "190.00");
});

/** How many requests a look makes now. */
async function requests(): Promise<number> {
  const before = stage.asked.length;
  valueOf(await stage.cache.latest(AAPL));
  return stage.asked.length - before;
}

describe("a kept quote", () => {
  it("is used while it is young and the market open, and not a moment longer", async () => {
    expect(await requests()).toBe(1);
    await stage.time.pass(AGE);
    expect(await requests()).toBe(0);
    await stage.time.pass(1);
    expect(await requests()).toBe(1);
  });

  it("of after the close is used until the next opening", async () => {
    expect(await requests()).toBe(1);
    // From 10:30 to 17:00, when no delayed price is still on its way.
    await stage.time.pass(6.5 * HOUR);
    expect(await requests()).toBe(1);
    await stage.time.pass(16 * HOUR + 29 * MINUTE);
    expect(await requests()).toBe(0);
    await stage.time.pass(MINUTE);
    expect(await requests()).toBe(1);
  });

  it("of after Friday's close is used all weekend", async () => {
    await stage.time.pass(4 * 24 * HOUR + 6.5 * HOUR);
    expect(await requests()).toBe(1);
    await stage.time.pass(60 * HOUR);
    expect(await requests()).toBe(0);
  });

  it("of the day before is asked for again, but not at each look", async () => {
    const friday = dateOf("2026-06-12");
    const quote = { ...valueOf(await stage.market.latest(AAPL)), tradingDay: friday };
    const cache = stage.another({ store: storeWith({ quote, unknownSince: null }) });
    valueOf(await cache.latest(AAPL));
    await stage.time.pass(AGE);
    expect(valueOf(await cache.latest(AAPL))).toEqual(quote);
    expect(stage.asked).toEqual([]);
    await stage.time.pass(1);
    valueOf(await cache.latest(AAPL));
    expect(stage.asked.length).toBe(1);
  });

  it("from the future is asked for again, and then used", async () => {
    expect(await requests()).toBe(1);
    stage.time.jump(-AGE);
    expect(await requests()).toBe(0);
    stage.time.jump(-1);
    expect(await requests()).toBe(1);
    expect(await requests()).toBe(0);
  });

  it("is asked for again once the clock has jumped on", async () => {
    expect(await requests()).toBe(1);
    stage.time.jump(400 * 24 * HOUR);
    expect(await requests()).toBe(1);
    stage.time.jump(-400 * 24 * HOUR);
    expect(await requests()).toBe(1);
  });

  it("survives its process", async () => {
    const quote = valueOf(await stage.cache.latest(AAPL));
    expect(valueOf(await stage.another().latest(AAPL))).toEqual(quote);
    expect(stage.asked.length).toBe(1);
  });
});

describe("a ticker that the market does not know", () => {
  const NOPE = tickerOf("NOPE");

  it("is not asked for again for a day", async () => {
    for (let look = 0; look < 3; look += 1) {
      expect(errorOf(await stage.cache.latest(NOPE, "trade"))).toEqual({ kind: "TickerNotFound", ticker: NOPE });
      expect(errorOf(await stage.another().latest(NOPE))).toEqual({ kind: "TickerNotFound", ticker: NOPE });
      await stage.time.pass(12 * HOUR - 1);
    }
    expect(stage.asked.length).toBe(1);
  });

  it("is asked for again when the clock goes back to before it was said", async () => {
    errorOf(await stage.cache.latest(NOPE));
    stage.time.jump(-1);
    errorOf(await stage.cache.latest(NOPE));
    expect(stage.asked.length).toBe(2);
  });

  it("is found once the market lists it", async () => {
    errorOf(await stage.cache.latest(NOPE));
    stage.market.set("NOPE", "1.00");
    await stage.time.pass(24 * HOUR);
    expect(valueOf(await stage.cache.latest(NOPE)).price).toBe(moneyOf("1.00"));
  });
});

describe("a stock that an outage calls unknown", () => {
  beforeEach(async () => {
    valueOf(await stage.cache.latest(AAPL));
    stage.market.delist("AAPL");
    await stage.time.pass(AGE + 1);
  });

  it("is unknown for an hour, and then asked for again", async () => {
    for (let look = 0; look < 2; look += 1) {
      expect(errorOf(await stage.cache.latest(AAPL)).kind).toBe("TickerNotFound");
      await stage.time.pass(HOUR - 1);
    }
    stage.market.set("AAPL", "191.00");
    await stage.time.pass(1);
    expect(valueOf(await stage.cache.latest(AAPL)).price).toBe(moneyOf("191.00"));
    expect(stage.asked.length).toBe(3);
  });

  it("has its last quote again when it then cannot be asked for, but none to trade on", async () => {
    errorOf(await stage.cache.latest(AAPL));
    stage.market.fail("AAPL", 60);
    await stage.time.pass(HOUR);
    expect(valueOf(await stage.cache.latest(AAPL)).price).toBe(moneyOf("190.00"));
    expect(errorOf(await stage.cache.latest(AAPL, "trade")).kind).toBe("QuoteUnavailable");
  });
});

function storeWith(kept: KeptQuote): QuoteStore {
  const store = inMemoryQuoteStore();
  void store.keep(AAPL, kept).match(
    () => undefined,
    () => undefined,
  );
  return store;
}
