import { errorOf, moneyOf, tickerOf, valueOf } from "@bourse/testkit";
import type { Ticker } from "@bourse/core";
import { describe, expect, it } from "vitest";
import { backed, type Backed } from "./fake-backed.ts";
import { APPLE, BERKSHIRE, IBM, NOPE } from "./known.ts";

const PRICES = { IBM: "121.5000", AAPL: "230.0000", "BRK.B": "490.0000" };
const premium = (): Promise<Backed> => backed({ fake: { plan: "premium", prices: PRICES }, adapter: { bulk: true } });

/** What is said of each ticker: its price, or the kind of failure. */
async function told(world: Pick<Backed, "quotes">, tickers: readonly Ticker[]): Promise<Record<string, unknown>> {
  const outcomes = await world.quotes.latestOf(tickers, "valuation");
  return Object.fromEntries([...outcomes].map(([ticker, o]) => [ticker, o.isOk() ? o.value.price : o.error.kind]));
}

const ALL = { IBM: moneyOf("121.50"), AAPL: moneyOf("230.00"), "BRK.B": moneyOf("490.00") };

function row(symbol: string, close: unknown, timestamp: unknown = "2026-11-20 09:59:59.814"): object {
  return { symbol, timestamp, close, previous_close: "120.5" };
}

const bulkOf = (data: unknown, message: unknown = "success") => ({ body: JSON.stringify({ message, data }) });
const HOUR = 3_600_000;
const ONLY_BULK = { only: "REALTIME_BULK_QUOTES" };

describe("bulk quotes", () => {
  it("are one request for many tickers, class shares with a hyphen, by leave for no ticker alone", async () => {
    const world = await premium();
    const outcomes = await world.quotes.latestOf([IBM, APPLE, BERKSHIRE, IBM], "valuation");
    expect([...outcomes.keys()]).toStrictEqual([IBM, APPLE, BERKSHIRE]);
    expect(valueOf(outcomes.get(BERKSHIRE) ?? (await world.quotes.latest(BERKSHIRE)))).toStrictEqual({
      ticker: BERKSHIRE,
      price: moneyOf("490.00"),
      previousClose: moneyOf("490.00"),
      tradingDay: "2026-11-20",
      fetchedAt: world.clock.now(),
      source: "alpha-vantage",
    });
    expect(world.fake.requests().map(({ parameters }) => parameters)).toStrictEqual([
      { function: "REALTIME_BULK_QUOTES", symbol: "IBM,AAPL,BRK-B" },
    ]);
    expect(world.budget.taken).toStrictEqual([["valuation", null]]);
    expect(world.log).toMatchObject([{ function: "REALTIME_BULK_QUOTES", ticker: null, status: 200 }]);
  });

  it("are asked for a hundred at a time", async () => {
    const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ".split("");
    const tickers = letters.flatMap((a) => letters.slice(0, 8).map((b) => tickerOf(`X${a}${b}`)));
    const world = await backed({ fake: { plan: "premium", prices: () => "1.0000" }, adapter: { bulk: true } });
    const outcomes = await world.quotes.latestOf(tickers);
    expect([...outcomes.values()].filter((outcome) => outcome.isOk())).toHaveLength(208);
    const sizes = world.fake.requests().map(({ symbol }) => symbol?.split(",").length);
    expect(sizes).toStrictEqual([100, 100, 8]);
  });

  it("are not asked for where the plan cannot have them, nor for one ticker or none", async () => {
    const free = await backed({ fake: { prices: PRICES } });
    expect(await told(free, [IBM, APPLE, BERKSHIRE])).toStrictEqual(ALL);
    expect(free.asked()).toStrictEqual(Array(3).fill("GLOBAL_QUOTE"));
    const world = await premium();
    await told(world, []);
    await told(world, [IBM, IBM]);
    await world.quotes.latest(IBM);
    expect(world.asked()).toStrictEqual(["GLOBAL_QUOTE", "GLOBAL_QUOTE"]);
  });

  it("leave a missing symbol, an unusable row and a doubtful one to single requests", async () => {
    const world = await premium();
    const doubtful = [row("AAPL", "1.00"), row("AAPL", "2.00")];
    for (const data of [
      [],
      [row("AAPL", "")],
      [row("AAPL", "0")],
      [row("AAPL", "1.00", "")],
      doubtful,
      [null, 1, []],
    ]) {
      world.fake.misbehave(bulkOf([row("IBM", "121.5"), ...data]), { ...ONLY_BULK, times: 1 });
      expect(await told(world, [IBM, APPLE])).toStrictEqual({ IBM: ALL.IBM, AAPL: ALL.AAPL });
      expect(world.fake.requests().slice(-2)).toMatchObject([{ symbol: "IBM,AAPL" }, { symbol: "AAPL" }]);
    }
    expect(await told(world, [IBM, NOPE])).toStrictEqual({ IBM: ALL.IBM, NOPE: "TickerNotFound" });
  });

  it("are not believed for a ticker that another request asks for", async () => {
    const world = await backed({ fake: { plan: "premium", prices: () => "2.0000" }, adapter: { bulk: true } });
    const hundred = Array.from({ length: 100 }, (_, at) =>
      tickerOf(`X${"ABCDEFGHIJ"[at % 10]}${"KLMNOPQRST"[(at - (at % 10)) / 10]}`),
    );
    world.fake.misbehave(bulkOf([row("IBM", "1.00")]), { ...ONLY_BULK, times: 1 });
    world.fake.misbehave(bulkOf([]), ONLY_BULK);
    expect(await told(world, [...hundred, IBM])).toMatchObject({ IBM: moneyOf("2.00") });
  });

  it("are not believed for a ticker that was not asked for", async () => {
    const world = await premium();
    world.fake.misbehave(bulkOf([row("IBM", "121.5"), row("MSFT", "1.00"), row("AAPL", "2.00")]), ONLY_BULK);
    expect(await told(world, [IBM, BERKSHIRE])).toStrictEqual({ IBM: ALL.IBM, "BRK.B": ALL["BRK.B"] });
  });

  it.each(["Success", "success ", "The sample data is ARTIFICIAL.", ""])(
    "with the message %j are given up",
    async (message) => {
      const world = await premium();
      world.fake.misbehave(bulkOf([row("IBM", "1.00"), row("AAPL", "1.00")], message), ONLY_BULK);
      for (let times = 0; times < 2; times += 1) {
        expect(await told(world, [IBM, APPLE])).toStrictEqual({ IBM: ALL.IBM, AAPL: ALL.AAPL });
      }
      expect(world.asked()).toStrictEqual(["REALTIME_BULK_QUOTES", ...Array(4).fill("GLOBAL_QUOTE")]);
    },
  );

  it.each(["premium-endpoint", "premium-parameter", "not-entitled", "no-such-function"] as const)(
    "refused by %s are given up",
    async (notice) => {
      const world = await premium();
      world.fake.misbehave(notice, ONLY_BULK);
      for (let times = 0; times < 2; times += 1) expect(await told(world, [IBM, APPLE, BERKSHIRE])).toStrictEqual(ALL);
      expect(world.asked()).toStrictEqual(["REALTIME_BULK_QUOTES", ...Array(6).fill("GLOBAL_QUOTE")]);
    },
  );

  it.each(["outage-empty-object", "retyped", "html", "invalid-call", "unknown-notice", "no-key"] as const)(
    "that make no sense, as %s, are asked for again another time",
    async (how) => {
      const world = await premium();
      world.fake.misbehave(how, { ...ONLY_BULK, times: 1 });
      expect(await told(world, [IBM, APPLE])).toStrictEqual({ IBM: ALL.IBM, AAPL: ALL.AAPL });
      await told(world, [IBM, APPLE]);
      const bulk = "REALTIME_BULK_QUOTES";
      expect(world.asked()).toStrictEqual([bulk, "GLOBAL_QUOTE", "GLOBAL_QUOTE", bulk]);
    },
  );

  it.each(["html-503", "reset", "minute-limit", "day-quota"] as const)(
    "that end in %s end the whole list, and are asked for again another time",
    async (how) => {
      const world = await premium();
      world.fake.misbehave(how, { times: 1 });
      const outcomes = await world.lenient.quotes.latestOf([IBM, APPLE]);
      const failures = [...outcomes.values()].map(errorOf);
      expect(failures).toMatchObject([
        { kind: "QuoteUnavailable", ticker: IBM },
        { kind: "QuoteUnavailable", ticker: APPLE },
      ]);
      expect(await told({ quotes: world.lenient.quotes }, [IBM, APPLE])).toStrictEqual({
        IBM: ALL.IBM,
        AAPL: ALL.AAPL,
      });
      expect(world.asked()).toStrictEqual(["REALTIME_BULK_QUOTES", "REALTIME_BULK_QUOTES"]);
    },
  );

  it("that came too fast are asked for singly, as the budget lets each go", async () => {
    const world = await premium();
    world.fake.misbehave("too-fast-paid", { times: 1 });
    const { quotes } = world.lenient;
    expect(await told({ quotes }, [IBM, APPLE])).toStrictEqual({ IBM: ALL.IBM, AAPL: ALL.AAPL });
    expect(world.budget.told).toStrictEqual(["second"]);
  });

  it.each([
    ["the day after", "2026-11-21", 0],
    ["Monday, before it opens", "2026-11-23", 71 * HOUR],
  ])("of %s are no prices, and are asked for singly", async (_, day, milliseconds) => {
    const world = await premium();
    world.clock.advance(milliseconds);
    const rows = [row("IBM", "99.5", `${day} 08:00:00.000`), row("AAPL", "230.0")];
    world.fake.misbehave(bulkOf(rows), ONLY_BULK);
    expect(await told(world, [IBM, APPLE])).toStrictEqual({ IBM: ALL.IBM, AAPL: ALL.AAPL });
    expect(world.asked()).toStrictEqual(["REALTIME_BULK_QUOTES", "GLOBAL_QUOTE"]);
  });
});
