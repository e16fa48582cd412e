import { instant, type StockProfile, type Ticker } from "@bourse/core";
import { tickerOf, valueOf } from "@bourse/testkit";
import { expect, it } from "vitest";
import { freeKey, inTime, type FreeKey } from "./free-key.ts";
import { AAPL, DAY, MINUTE } from "./stage.ts";

const IBM = tickerOf("IBM");
/** Friday, 20 November 2026, in New York, where the key's day begins. */
const MIDNIGHT = instant(Date.UTC(2026, 10, 20, 5));
const NOON = instant(Date.UTC(2026, 10, 20, 17));
const LISTED = ["AAPL", "MSFT", "IBM", "KO", "WMT", "F", "DIS", "JPM", "INTC", "CSCO", "NKE", "PEP"].map(tickerOf);

/** A look-up, as the use case makes it: the price, and only then the company. */
async function look(key: FreeKey, ticker: Ticker): Promise<StockProfile | null> {
  const { quotes, directory } = key.server();
  const quote = await inTime(key, quotes.latest(ticker));
  return quote.isOk() ? (await inTime(key, directory.profile(ticker))).unwrapOr(null) : null;
}

it("details are paid for once, and are there after a restart", async () => {
  const key = await freeKey(NOON);
  const profile = await look(key, IBM);
  expect(profile).toMatchObject({ ticker: IBM, description: expect.stringContaining("company") });
  expect(key.asked()).toEqual(["GLOBAL_QUOTE IBM", "OVERVIEW IBM"]);
  key.restart();
  await key.time.pass(29 * DAY);
  expect(await look(key, IBM)).toStrictEqual(profile);
  expect(key.asked().filter((each) => each.startsWith("OVERVIEW"))).toEqual(["OVERVIEW IBM"]);
});

it.each(["too-fast", "day-quota", "html-503", "reset", "premium-endpoint", "truncated"] as const)(
  "%s is no verdict on a company: it is asked again when that is over",
  async (how) => {
    const key = await freeKey(NOON);
    await inTime(key, key.server().quotes.latest(IBM));
    key.fake.misbehave(how, { times: 1 });
    const { directory } = key.server();
    expect(valueOf(await inTime(key, directory.profile(IBM)))?.description).toBeNull();
    await key.time.pass(2 * 60 * MINUTE);
    expect(valueOf(await inTime(key, directory.profile(IBM)))?.description).toContain("company");
    expect(key.asked()).toEqual(["GLOBAL_QUOTE IBM", "OVERVIEW IBM", "OVERVIEW IBM"]);
  },
);

it("{} is an answer, and is believed for a day, over a restart", async () => {
  const key = await freeKey(NOON);
  key.fake.misbehave("outage-empty-object", { only: "OVERVIEW" });
  expect(await look(key, IBM)).toMatchObject({ description: null });
  key.restart();
  await key.time.pass(DAY - 10 * MINUTE);
  await inTime(key, key.server().directory.profile(IBM));
  expect(key.asked().filter((each) => each.startsWith("OVERVIEW"))).toEqual(["OVERVIEW IBM"]);
});

it("from a day's first moment on, prices have all that they may have at once, and details nothing of it", async () => {
  const key = await freeKey(MIDNIGHT);
  for (const ticker of LISTED) await look(key, ticker);
  // Half of the twenty that are not kept for trades: as many as looks may have at once.
  expect(key.asked()).toEqual(LISTED.slice(0, 10).map((ticker) => `GLOBAL_QUOTE ${ticker}`));
});

it("a day that looks leave unused pays for details, and prices still have half of it at once", async () => {
  const key = await freeKey(NOON);
  await look(key, AAPL);
  for (const ticker of LISTED) await look(key, ticker);
  const overviews = key.asked().filter((each) => each.startsWith("OVERVIEW"));
  const prices = key.asked().filter((each) => each.startsWith("GLOBAL_QUOTE"));
  expect(overviews.length).toBeGreaterThan(0);
  expect(prices.length).toBeGreaterThanOrEqual(10);
  expect(prices.length + overviews.length).toBeLessThanOrEqual(20);
});

it("the same search costs one request in a day", async () => {
  const key = await freeKey(NOON);
  const first = valueOf(await inTime(key, key.server().directory.search("International Bus")));
  expect(first[0]?.ticker).toBe(IBM);
  for (const text of ["international bus", " International  Bus"]) {
    expect(valueOf(await key.server().directory.search(text))).toEqual(first);
  }
  expect(key.asked()).toEqual(["SYMBOL_SEARCH International Bus"]);
});
