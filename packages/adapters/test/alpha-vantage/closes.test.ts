import { instant, type Closes, type Instant } from "@bourse/core";
import { dateOf, errorOf, moneyOf, valueOf } from "@bourse/testkit";
import { describe, expect, it } from "vitest";
import { backed, type Backed } from "./fake-backed.ts";
import { BERKSHIRE, IBM, unavailable } from "./known.ts";

const FROM = dateOf("2026-11-01");
const TO = dateOf("2026-12-31");

function daily(days: readonly string[], meta: object = {}, rows: object = {}): { readonly body: string } {
  const series = days.map((day, index) => [day, { "4. close": `${100 + index}.0000` }]);
  const known = { "2. Symbol": "IBM", "3. Last Refreshed": days[0], "5. Time Zone": "US/Eastern", ...meta };
  return {
    body: JSON.stringify({ "Meta Data": known, "Time Series (Daily)": { ...Object.fromEntries(series), ...rows } }),
  };
}

async function daysAt(world: Backed, now: Instant): Promise<string[]> {
  world.clock.set(now);
  return [...valueOf(await world.closes.closes(IBM, FROM, TO)).keys()];
}

const WEEK = ["2026-11-20", "2026-11-19", "2026-11-18"];
/** 16:00 in New York on that Friday. */
const CLOSE = Date.UTC(2026, 10, 20, 21, 0);
const MINUTE = 60_000;

describe("closes", () => {
  it("are asked for by symbol, compact, in one request, whatever the window", async () => {
    const { fake, closes } = await backed();
    const found: Closes = valueOf(await closes.closes(BERKSHIRE, dateOf("2020-01-01"), TO));
    expect(found.size).toBe(100);
    expect([...found.keys()].toSorted().at(-1)).toBe("2026-11-19");
    expect(fake.requests().map(({ parameters }) => parameters)).toStrictEqual([
      { function: "TIME_SERIES_DAILY", symbol: "BRK-B", outputsize: "compact" },
    ]);
  });

  it("of a session count from half an hour after it, by the calendar", async () => {
    const world = await backed();
    world.fake.misbehave(daily(WEEK));
    expect(await daysAt(world, instant(CLOSE - 1))).toStrictEqual(WEEK.slice(1));
    expect(await daysAt(world, instant(CLOSE + 30 * MINUTE - 1))).toStrictEqual(WEEK.slice(1));
    expect(await daysAt(world, instant(CLOSE + 30 * MINUTE))).toStrictEqual(WEEK);
  });

  it("of a half day count from half an hour after its early end", async () => {
    const world = await backed();
    const noon = Date.UTC(2026, 10, 27, 18, 0);
    world.fake.misbehave(daily(["2026-11-27", "2026-11-25"]));
    expect(await daysAt(world, instant(noon + 30 * MINUTE - 1))).toStrictEqual(["2026-11-25"]);
    expect(await daysAt(world, instant(noon + 30 * MINUTE))).toStrictEqual(["2026-11-27", "2026-11-25"]);
  });

  it("of today in New York do not count without a calendar", async () => {
    const world = await backed({ adapter: { calendar: undefined } });
    world.fake.misbehave(daily(WEEK));
    const midnight = Date.UTC(2026, 10, 21, 5, 0);
    expect(await daysAt(world, instant(midnight - 1))).toStrictEqual(WEEK.slice(1));
    expect(await daysAt(world, instant(midnight))).toStrictEqual(WEEK);
  });

  it.each([
    ["2026-11-20", 3],
    ["2026-11-20 16:00:00", 3],
    ["2026-11-20 19:59:59", 3],
    ["2026-11-20 15:59:59", 2],
    ["2026-11-19", 2],
    ["2026-11-19 12:00:00", 1],
  ])("refreshed at %s go no further than that", async (refreshed, count) => {
    const world = await backed();
    world.fake.misbehave(daily(WEEK, { "3. Last Refreshed": refreshed }));
    expect(await daysAt(world, instant(CLOSE + 60 * MINUTE))).toStrictEqual(WEEK.slice(3 - count));
  });

  it("are of the window's days, both ends included, and none of a day that is not in the answer", async () => {
    const { fake, closes } = await backed();
    fake.misbehave(daily(WEEK.slice(1)));
    const [, second = TO, third = TO] = WEEK.map((day) => dateOf(day));
    expect(valueOf(await closes.closes(IBM, third, third))).toStrictEqual(new Map([[third, moneyOf("101.00")]]));
    expect(valueOf(await closes.closes(IBM, second, TO))).toStrictEqual(new Map([[second, moneyOf("100.00")]]));
    expect(valueOf(await closes.closes(IBM, FROM, dateOf("2026-11-17")))).toStrictEqual(new Map());
  });

  it("leave out rows that are not usable", async () => {
    const world = await backed();
    const rows = {
      "2026-11-17": { "4. close": "0.0000" },
      "2026-11-16": null,
      "2026-11-31": { "4. close": "100.0000" },
      yesterday: { "4. close": "100.0000" },
      "2026-11-13": { "1. open": "100.0000" },
      "2026-11-12": { "4. close": 100 },
    };
    world.fake.misbehave(daily(WEEK, {}, rows));
    expect(await daysAt(world, instant(CLOSE + 60 * MINUTE))).toStrictEqual(WEEK);
  });

  it.each([
    ["has no closes", { "Meta Data": {} }],
    ["has no closes", { "Time Series (Daily)": {} }],
    ["has no closes", { "Meta Data": [], "Time Series (Daily)": [] }],
  ])("are unavailable when the answer %s, as %j", async (_, body) => {
    const { fake, closes } = await backed();
    fake.misbehave({ body: JSON.stringify(body) });
    expect(errorOf(await closes.closes(IBM, FROM, TO))).toStrictEqual(
      unavailable("the price source's answer has no closes", 60),
    );
  });

  it.each([undefined, null, "", "today", "2026-11-31", "2026-11-20T16:00:00Z", "2026-11-20 16:00", 20_261_120])(
    "are unavailable when the last refresh is %j",
    async (refreshed) => {
      const { fake, closes } = await backed();
      fake.misbehave(daily(WEEK, { "3. Last Refreshed": refreshed }));
      expect(errorOf(await closes.closes(IBM, FROM, TO))).toStrictEqual(
        unavailable("the price source does not say how far its closes go", 60),
      );
    },
  );

  it("are unavailable when not one is usable", async () => {
    const { fake, closes } = await backed();
    fake.misbehave(daily([], { "3. Last Refreshed": "2026-11-20" }, { "2026-11-19": { "4. close": "NaN" } }));
    expect(errorOf(await closes.closes(IBM, FROM, TO))).toStrictEqual(
      unavailable("the price source's closes are not usable", 60),
    );
  });
});
