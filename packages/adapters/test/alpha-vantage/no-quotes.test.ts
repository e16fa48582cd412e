import { nyseCalendar } from "@bourse/adapters/nyse-calendar";
import { instant } from "@bourse/core";
import { manualClock, valueOf } from "@bourse/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { IBM, unavailable } from "./known.ts";
import { failureOf, globalQuote, json, startUpstream, text, type Upstream } from "./upstream.ts";

const HOUR = 3_600_000;
/** Friday, 20 November 2026, 9:30 in New York. */
const OPENING = Date.UTC(2026, 10, 20, 14, 30);

let upstream: Upstream;
beforeAll(async () => {
  upstream = await startUpstream();
});
afterAll(() => upstream.stop());

describe("no quote", () => {
  it("for a symbol it does not know", async () => {
    expect(await failureOf(upstream, json({ "Global Quote": {} }))).toStrictEqual({
      kind: "TickerNotFound",
      ticker: IBM,
    });
  });

  it.each([
    "0.0000",
    "0",
    "-1.0000",
    "NaN",
    "Infinity",
    "",
    " 121.74",
    "+121.74",
    "1,217.40",
    "1e3",
    "0x10",
    "121.74%",
    ".5",
    "5.",
    "None",
    "-",
    "10000000.0001",
    "999999999999999999999",
    "121.74001",
    "121.7400000000000001",
    "１２１",
    121.74,
    null,
    true,
    ["121.74"],
    undefined,
  ])("for the price %j", async (price) => {
    const failure = await failureOf(upstream, json(globalQuote("IBM", { "05. price": price })));
    expect(failure).toStrictEqual(unavailable("the price source's price is not usable", 60));
  });

  it.each(["", "2026-02-30", "19/11/2026", "2026-11-19 16:00:00", "0000-00-00", 20_261_119, null, undefined])(
    "for the trading day %j",
    async (day) => {
      const failure = await failureOf(upstream, json(globalQuote("IBM", { "07. latest trading day": day })));
      expect(failure).toStrictEqual(unavailable("the price source's trading day is not usable", 60));
    },
  );

  it.each([
    { day: "2026-11-20", at: OPENING - 1 },
    { day: "2026-11-21", at: OPENING + 20 * HOUR },
    { day: "2026-11-23", at: OPENING + 2 * 24 * HOUR },
    { day: "9999-12-31", at: OPENING },
  ])("for the trading day $day before the market has opened on it", async ({ day, at }) => {
    const when = { clock: manualClock(instant(at)), calendar: nyseCalendar() };
    const failure = await failureOf(upstream, json(globalQuote("IBM", { "07. latest trading day": day })), when);
    expect(failure).toStrictEqual(unavailable("the price source's trading day has not come", 60));
  });

  it("is refused for the day of the session that opened last", async () => {
    upstream.answer = json(globalQuote("IBM", { "07. latest trading day": "2026-11-20" }));
    for (const at of [OPENING, OPENING + 24 * HOUR]) {
      const when = { clock: manualClock(instant(at)), calendar: nyseCalendar() };
      expect(valueOf(await upstream.source(when).latest(IBM)).tradingDay).toBe("2026-11-20");
    }
  });

  it("for a day after the clock's, without a calendar", async () => {
    const failure = await failureOf(upstream, json(globalQuote("IBM", { "07. latest trading day": "2026-11-21" })));
    expect(failure).toStrictEqual(unavailable("the price source's trading day has not come", 60));
  });

  it.each(["MSFT", "IBM.LON", "", " IBM", "IBMM", 1, null, undefined])(
    "for the symbol %j in the answer",
    async (symbol) => {
      const failure = await failureOf(upstream, json({ ...globalQuote("IBM", { "01. symbol": symbol }) }));
      expect(failure).toStrictEqual(unavailable("the price source answered for another stock", 60));
    },
  );

  it.each([
    {},
    { quote: 1 },
    { "Global Quote": null },
    { "Global Quote": [] },
    { "Global Quote": "121.74" },
    { ...globalQuote("IBM"), "Global Quote - DATA DELAYED BY 15 MINUTES": {} },
  ])("for %j", async (body) => {
    expect(await failureOf(upstream, json(body))).toStrictEqual(
      unavailable("the price source's answer has no quote", 60),
    );
  });

  it.each([
    ["an HTML page", "<!DOCTYPE html><html><body>Service Unavailable</body></html>"],
    ["an empty body", ""],
    ["truncated JSON", JSON.stringify(globalQuote("IBM")).slice(0, 120)],
    ["a list", "[]"],
    ["null", "null"],
    ["CSV", "symbol,open,high\nIBM,122.67,122.80\n"],
    ["bytes that are no text", "\u0000\uFFFE"],
  ])("for %s with status 200", async (_, body) => {
    expect(await failureOf(upstream, text(body))).toStrictEqual(
      unavailable("the price source's answer is not readable", 60),
    );
  });
});
