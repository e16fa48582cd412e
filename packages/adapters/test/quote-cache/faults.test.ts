import { sqliteQuoteStore } from "@bourse/adapters/sqlite";
import type { Quote, QuoteSource, StoreUnavailable } from "@bourse/core";
import { errorOf, moneyOf, quoteOf, settle, tally, tickerOf, valueOf } from "@bourse/testkit";
import { errAsync, ok, okAsync } from "neverthrow";
import { beforeEach, describe, expect, it } from "vitest";
import { newStore } from "../sqlite/store.ts";
import { MAX_QUOTE_AGE, newStage, type Stage } from "./stage.ts";

const AAPL = tickerOf("AAPL");
const AGE = MAX_QUOTE_AGE * 1000;

let stage: Stage;
beforeEach(() => {
  stage = newStage();
  stage.market.set("AAPL", "190.00");
});

describe("when a refresh fails", () => {
  beforeEach(async () => {
    valueOf(await stage.cache.latest(AAPL));
    await stage.time.pass(AGE + 1);
    stage.market.fail("AAPL", 30);
  });

  it("a look and a valuation are answered the last known quote, with its own time", async () => {
    for (const need of ["look", "valuation"] as const) {
      const quote = valueOf(await stage.cache.latest(AAPL, need));
      expect([quote.price, stage.time.clock.now() - quote.fetchedAt]).toEqual([moneyOf("190.00"), AGE + 1]);
    }
  });

  it("a trade is refused, with the source's reason and the time that is left of its wait", async () => {
    const refusal = { kind: "QuoteUnavailable", ticker: AAPL, reason: "the market was told to fail" };
    expect(errorOf(await stage.cache.latest(AAPL, "trade"))).toEqual({ ...refusal, retryAfter: 30 });
    await stage.time.pass(28_500);
    expect(errorOf(await stage.cache.latest(AAPL, "trade"))).toEqual({ ...refusal, retryAfter: 2 });
  });

  it("one ticker's failure is not another's", async () => {
    valueOf(await stage.cache.latest(AAPL));
    const msft = stage.market.set("MSFT", "420.00");
    expect(valueOf(await stage.cache.latest(msft, "trade")).ticker).toBe(msft);
  });
});

describe("when the source is slow", () => {
  it("a look waits three seconds for a quote that is not known at all, and the next one sees it", async () => {
    stage.hold();
    const look = stage.cache.latest(AAPL);
    await stage.time.pass(2999);
    expect(await finished(look)).toBe(false);
    await stage.time.pass(1);
    expect(errorOf(await look)).toMatchObject({ kind: "QuoteUnavailable", retryAfter: 5 });
    // Nobody waits three seconds again for what is late already.
    expect(errorOf(await stage.cache.latest(AAPL)).kind).toBe("QuoteUnavailable");
    stage.letGo();
    await settle();
    valueOf(await stage.cache.latest(AAPL));
    expect(stage.asked.length).toBe(1);
  });

  it("a valuation of many is answered within three seconds, each with what is known", async () => {
    const old = valueOf(await stage.cache.latest(AAPL));
    await stage.time.pass(AGE + 1);
    const msft = stage.market.set("MSFT", "420.00");
    stage.hold();
    const valuation = stage.cache.latestOf([AAPL, msft], "valuation");
    await stage.time.pass(3000);
    const outcomes = await valuation;
    expect(outcomes.get(AAPL)).toEqual(ok(old));
    expect(tally([...outcomes.values()])).toEqual({ ok: 1, QuoteUnavailable: 1 });
  });

  it("asks for the missing first, and then for the oldest", async () => {
    const tickers = ["A", "B", "C", "D"].map((name) => stage.market.set(name, "1.00"));
    const [a, b, c, d] = tickers;
    for (const ticker of [c, a]) {
      if (ticker) valueOf(await stage.cache.latest(ticker));
      await stage.time.pass(1000);
    }
    await stage.time.pass(AGE);
    const before = stage.asked.length;
    await stage.another().latestOf(tickers, "valuation");
    expect(stage.asked.slice(before).map(({ ticker }) => ticker)).toEqual([b, d, c, a]);
  });
});

describe("a source that does not keep its promises", () => {
  it("gets no other stock's quote past the cache", async () => {
    const cache = stage.another({ source: answering(quoteOf("MSFT", "1.00")) });
    expect(errorOf(await cache.latest(AAPL))).toMatchObject({ kind: "QuoteUnavailable", ticker: AAPL });
  });

  it("gets no old quote to a trade, and is not asked for it time and again", async () => {
    const { market, another, asked } = stage;
    market.age("AAPL", 86_400);
    const cache = another();
    expect(errorOf(await cache.latest(AAPL, "trade"))).toMatchObject({ kind: "QuoteUnavailable", retryAfter: 60 });
    valueOf(await cache.latest(AAPL));
    expect(asked.length).toBe(1);
  });

  it("is taken at its word together too: who gets no answer is told so", async () => {
    const cache = stage.another({ source: answering(quoteOf("AAPL", "1.00")), together: true });
    expect(errorOf(await cache.latest(AAPL)).kind).toBe("QuoteUnavailable");
  });
});

describe("a store that fails", () => {
  it("is told of, and to no caller", async () => {
    const failures: StoreUnavailable[] = [];
    const failure: StoreUnavailable = { kind: "StoreUnavailable", cause: "gone" };
    const cache = stage.another({
      store: { find: () => errAsync(failure), keep: () => errAsync(failure) },
      onStoreFailure: (told) => failures.push(told),
    });
    for (let look = 0; look < 3; look += 1) expect(valueOf(await cache.latest(AAPL)).ticker).toBe(AAPL);
    expect(failures).toEqual([failure, failure]);
    expect(stage.asked.length).toBe(1);
  });

  it("as a damaged file does", async () => {
    const { db, dispose } = newStore();
    const failures: StoreUnavailable[] = [];
    const cache = stage.another({ store: sqliteQuoteStore(db()), onStoreFailure: (told) => failures.push(told) });
    db().exec("DROP TABLE quotes");
    expect(valueOf(await cache.latest(AAPL)).ticker).toBe(AAPL);
    expect(failures.length).toBe(2);
    await dispose();
  });
});

function answering(quote: Quote): QuoteSource {
  return { latest: () => okAsync({ ...quote, previousClose: null }), latestOf: async () => new Map() };
}

async function finished(look: ReturnType<QuoteSource["latest"]>): Promise<boolean> {
  let done = false;
  const finish = (): void => void (done = true);
  void look.match(finish, finish);
  await settle();
  return done;
}
