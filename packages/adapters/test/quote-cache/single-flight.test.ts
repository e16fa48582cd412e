import { errorOf, moneyOf, racing, settle, tally, tickerOf, valueOf } from "@bourse/testkit";
import { beforeEach, describe, expect, it } from "vitest";
import { newStage, type Stage } from "./stage.ts";

const AAPL = tickerOf("AAPL");
const CROWD = 1000;

let stage: Stage;
beforeEach(() => {
  stage = newStage();
  stage.market.set("AAPL", "190.00");
});

describe("1000 look-ups of one cold ticker at once", () => {
  it("make one request and get equal answers", async () => {
    const outcomes = await racing(CROWD, () => stage.cache.latest(AAPL));
    const first = outcomes[0];
    expect(first?.isOk()).toBe(true);
    expect(outcomes.every((outcome) => outcome.isOk() && first?.isOk() && outcome.value === first.value)).toBe(true);
    expect(stage.asked.length).toBe(1);
  });

  it("all fail clearly when it fails, and no stampede follows", async () => {
    stage.market.fail("AAPL", 30);
    const outcomes = await racing(CROWD, () => stage.cache.latest(AAPL));
    expect(tally(outcomes)).toEqual({ QuoteUnavailable: CROWD });
    expect(stage.asked.length).toBe(1);

    for (let second = 0; second < 30; second += 1) {
      const again = await racing(CROWD / 10, () => stage.cache.latest(AAPL));
      expect(again.every((outcome) => outcome.isErr() && retryAfter(outcome.error) === 30 - second)).toBe(true);
      await stage.time.pass(1000);
    }
    expect(stage.asked.length).toBe(1);

    stage.market.set("AAPL", "190.00");
    expect(tally(await racing(CROWD, () => stage.cache.latest(AAPL)))).toEqual({ ok: CROWD });
    expect(stage.asked.length).toBe(2);
  });

  it("make one request however they ask, for a trade, a valuation or a look", async () => {
    const outcomes = await Promise.all([
      racing(CROWD / 4, () => stage.cache.latest(AAPL)),
      racing(CROWD / 4, () => stage.cache.latest(AAPL, "trade")),
      racing(CROWD / 4, () => stage.cache.latest(AAPL, "valuation")),
      racing(CROWD / 4, async () => valueOf(await stage.cache.latestOf([AAPL]).then((all) => all.get(AAPL) ?? lost()))),
    ]);
    expect(outcomes.flat().length).toBe(CROWD);
    expect(stage.asked.length).toBe(1);
  });

  it("ask again when a failure is from before the clock was set back", async () => {
    stage.market.fail("AAPL", 3600);
    errorOf(await stage.cache.latest(AAPL));
    stage.time.jump(-1);
    errorOf(await stage.cache.latest(AAPL));
    expect(stage.asked.length).toBe(2);
  });
});

describe("a trade that finds a look's request under way", () => {
  beforeEach(() => stage.hold());

  it("waits for it", async () => {
    const look = stage.cache.latest(AAPL);
    await settle();
    const trade = stage.cache.latest(AAPL, "trade");
    await stage.time.pass(10_000);
    stage.letGo();
    expect(valueOf(await trade).price).toBe(moneyOf("190.00"));
    expect(errorOf(await look).kind).toBe("QuoteUnavailable");
    expect(stage.asked.length).toBe(1);
  });

  it("asks once more in its own right when that fails, however many trades wait", async () => {
    const look = stage.cache.latest(AAPL);
    await settle();
    const trades = racing(CROWD, () => stage.cache.latest(AAPL, "trade"));
    stage.market.fail("AAPL", 30);
    stage.letGo();
    expect(tally([await look, ...(await trades)])).toEqual({ QuoteUnavailable: CROWD + 1 });
    expect(stage.asked.map(({ need }) => need)).toEqual(["look", "trade"]);
  });
});

describe("what failed", () => {
  it.each([
    { first: "look", next: "look", asks: 1 },
    { first: "look", next: "valuation", asks: 2 },
    { first: "look", next: "trade", asks: 2 },
    { first: "valuation", next: "look", asks: 1 },
    { first: "valuation", next: "trade", asks: 2 },
    { first: "trade", next: "look", asks: 1 },
    { first: "trade", next: "valuation", asks: 1 },
    { first: "trade", next: "trade", asks: 1 },
  ] as const)("for a $first is asked $asks times when a $next follows", async ({ first, next, asks }) => {
    stage.market.fail("AAPL", 60);
    errorOf(await stage.cache.latest(AAPL, first));
    errorOf(await stage.cache.latest(AAPL, next));
    expect(stage.asked.length).toBe(asks);
  });
});

function retryAfter(error: { readonly kind: string; readonly retryAfter?: number }): number | undefined {
  return error.retryAfter;
}

function lost(): never {
  throw new Error("no outcome");
}
