import { money } from "@bourse/core";
import { tickerOf, valueOf } from "@bourse/testkit";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { BERKSHIRE, expectNoKeyIn, IBM, KEY, NOW } from "./known.ts";
import { globalQuote, json, startUpstream, type Upstream } from "./upstream.ts";

let upstream: Upstream;
beforeAll(async () => {
  upstream = await startUpstream();
});
afterAll(() => upstream.stop());
beforeEach(() => {
  upstream.asked.length = 0;
  upstream.log.length = 0;
});

describe("a quote", () => {
  it("has the price, the trading day, the time and the source", async () => {
    upstream.answer = json(globalQuote("IBM"));
    const quote = valueOf(await upstream.source().latest(IBM));
    expect(quote).toStrictEqual({
      ticker: IBM,
      price: money(1_217_400n),
      previousClose: money(1_212_300n),
      tradingDay: "2026-11-19",
      fetchedAt: NOW,
      source: "alpha-vantage",
    });
  });

  it("is asked for once, by function, symbol and key", async () => {
    upstream.answer = json(globalQuote("IBM"));
    await upstream.source().latest(IBM);
    expect(upstream.asked.map(({ pathname, search }) => pathname + search)).toStrictEqual([
      `/query?function=GLOBAL_QUOTE&symbol=IBM&apikey=${KEY}`,
    ]);
  });

  it("of a share class is asked for with a hyphen, and answered in either form and any case", async () => {
    for (const symbol of ["BRK-B", "BRK.B", "brk-b"]) {
      upstream.answer = json(globalQuote(symbol));
      const quote = valueOf(await upstream.source().latest(BERKSHIRE));
      expect(quote.ticker).toBe("BRK.B");
    }
    expect(upstream.asked.map(({ searchParams }) => searchParams.get("symbol"))).toStrictEqual([
      "BRK-B",
      "BRK-B",
      "BRK-B",
    ]);
  });

  it("is found under a decorated key", async () => {
    const { "Global Quote": fields } = globalQuote("IBM");
    upstream.answer = json({ "Global Quote - DATA DELAYED BY 15 MINUTES": fields });
    expect((await upstream.source().latest(IBM)).isOk()).toBe(true);
  });

  it("needs none of the fields it does not use", async () => {
    upstream.answer = json(globalQuote("IBM", { "06. volume": undefined, "10. change percent": "n/a" }));
    expect((await upstream.source().latest(IBM)).isOk()).toBe(true);
  });

  it.each(["", "0.0000", "-1.0000", "None", "121.23%", 121.23, null, undefined])(
    "with the previous close %j has none",
    async (previous) => {
      upstream.answer = json(globalQuote("IBM", { "08. previous close": previous }));
      expect(valueOf(await upstream.source().latest(IBM))).toMatchObject({ price: 1_217_400n, previousClose: null });
    },
  );

  it.each([
    ["121.74", 1_217_400n],
    ["121", 1_210_000n],
    ["0.0001", 1n],
    ["230.12340000000000", 2_301_234n],
    ["714000.0000", 7_140_000_000n],
    ["1000000.0", 10_000_000_000n],
  ])("of %s is that price exactly", async (price, units) => {
    upstream.answer = json(globalQuote("IBM", { "05. price": price }));
    expect(valueOf(await upstream.source().latest(IBM)).price).toBe(money(units));
  });
});

describe("several", () => {
  it("are asked for one after another, each once", async () => {
    let open = 0;
    let most = 0;
    upstream.answer = (response, request) => {
      most = Math.max(most, (open += 1));
      response.on("close", () => (open -= 1));
      const symbol = new URL(request.url ?? "", "http://upstream").searchParams.get("symbol") ?? "";
      setImmediate(() => json(symbol === "NOPE" ? { "Global Quote": {} } : globalQuote(symbol))(response, request));
    };
    const outcomes = await upstream.source().latestOf([IBM, BERKSHIRE, IBM, tickerOf("NOPE")]);
    expect([...outcomes.keys()]).toStrictEqual(["IBM", "BRK.B", "NOPE"]);
    expect([...outcomes.values()].map((outcome) => outcome.isOk())).toStrictEqual([true, true, false]);
    expect(upstream.asked.map(({ searchParams }) => searchParams.get("symbol"))).toStrictEqual([
      "IBM",
      "BRK-B",
      "NOPE",
    ]);
    expect(most).toBe(1);
  });

  it("may be none, which asks nothing", async () => {
    expect(await upstream.source().latestOf([])).toStrictEqual(new Map());
    expect(upstream.asked).toHaveLength(0);
  });
});

describe("the log", () => {
  it("gets one line for each request, without the key", async () => {
    upstream.answer = json(globalQuote("IBM"));
    await upstream.source().latest(IBM);
    expect(upstream.log).toStrictEqual([
      { function: "GLOBAL_QUOTE", ticker: "IBM", status: 200, milliseconds: expect.any(Number) },
    ]);
    expectNoKeyIn(upstream.log);
  });
});
