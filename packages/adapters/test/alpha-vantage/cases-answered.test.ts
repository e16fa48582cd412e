import { dateOf, errorOf, moneyOf, tickerOf, valueOf } from "@bourse/testkit";
import type { Misbehaviour } from "@bourse/testkit/fake-alpha-vantage";
import { describe, expect, it } from "vitest";
import { backed } from "./fake-backed.ts";
import { APPLE, IBM, NOPE, unavailable } from "./known.ts";
import { globalQuote } from "./upstream.ts";

/* The cases that an adapter must survive, by number: those of answers that are in shape, or nearly. */

const DAYS = [dateOf("2026-11-02"), dateOf("2026-11-19")] as const;
const PRICE = "121.5000";
const PRICES = { IBM: PRICE, AAPL: "230.0000" };
const UNUSABLE = "the price source's price is not usable";

it("case 6. the decorated Global Quote key is a quote all the same", async () => {
  const { fake, quotes } = await backed({ fake: { prices: PRICES } });
  fake.misbehave("decorated-key", { times: 1 });
  expect(valueOf(await quotes.latest(IBM)).price).toBe(moneyOf(PRICE));
  const premium = await backed({ fake: { plan: "premium", prices: PRICES }, adapter: { entitlement: "delayed" } });
  expect(valueOf(await premium.quotes.latest(IBM)).price).toBe(moneyOf(PRICE));
  expect(premium.fake.requests().map(({ parameters }) => parameters["entitlement"])).toStrictEqual(["delayed"]);
});

it('case 7. {"Global Quote": {}} is not found', async () => {
  const { fake, quotes } = await backed();
  expect(errorOf(await quotes.latest(NOPE))).toStrictEqual({ kind: "TickerNotFound", ticker: NOPE });
  fake.misbehave("empty-quote");
  expect(errorOf(await quotes.latest(IBM))).toStrictEqual({ kind: "TickerNotFound", ticker: IBM });
});

it("case 8. yesterday's bar during today's session keeps yesterday's day", async () => {
  const prices = (_: string, day: string): string => (day === "2026-11-19" ? PRICE : "120.0000");
  const { clock, quotes } = await backed({ fake: { prices } });
  expect(valueOf(await quotes.latest(IBM))).toStrictEqual({
    ticker: IBM,
    price: moneyOf(PRICE),
    previousClose: moneyOf("120.0000"),
    tradingDay: "2026-11-19",
    fetchedAt: clock.now(),
    source: "alpha-vantage",
  });
});

it("case 9. GLOBAL_QUOTE works while TIME_SERIES calls the same symbol invalid", async () => {
  const { fake, quotes, closes } = await backed();
  fake.misbehave("invalid-call", { only: "TIME_SERIES_DAILY" });
  expect(errorOf(await closes.closes(IBM, ...DAYS))).toStrictEqual({ kind: "TickerNotFound", ticker: IBM });
  valueOf(await quotes.latest(IBM));
  fake.behave();
  expect(valueOf(await closes.closes(IBM, ...DAYS)).size).toBeGreaterThan(0);
});

it("case 13. & and : in symbols: texts arrive whole, and symbols that are no US ticker are dropped", async () => {
  const { fake, directory } = await backed();
  expect(valueOf(await directory.search("AT&T"))).toStrictEqual([{ ticker: "T", name: "AT&T Inc", exchange: null }]);
  for (const text of ["M&M", "ALXN:BAT", "a=b&apikey=c#d%26 e+f"]) {
    expect(valueOf(await directory.search(text))).toStrictEqual([]);
    expect(fake.requests().at(-1)?.parameters).toStrictEqual({ function: "SYMBOL_SEARCH", keywords: text });
  }
});

it("case 14. prices in pence on foreign listings are nobody's dollars", async () => {
  const { fake, directory, quotes } = await backed();
  expect(valueOf(await directory.search("Tesco"))).toStrictEqual([]);
  expect(valueOf(await directory.search("apple"))).toStrictEqual([
    { ticker: "AAPL", name: "Apple Inc", exchange: null },
  ]);
  fake.misbehave("pence");
  expect(valueOf(await directory.search("apple"))).toStrictEqual([]);
  expect(valueOf(await directory.profile(IBM))).toMatchObject({
    name: "International Business Machines",
    marketCapitalization: null,
    dividendPerShare: null,
    fiftyTwoWeekHigh: null,
    fiftyTwoWeekLow: null,
  });
  fake.behave();
  const tesco = tickerOf("TSCO.LON");
  fake.misbehave({ body: JSON.stringify(globalQuote("TSCO.LON", { "05. price": "290.1000" })) });
  const other = "the price source answered for another stock";
  expect(errorOf(await quotes.latest(tesco))).toStrictEqual(unavailable(other, 60, tesco));
});

it("case 15. None, -, empty: null, and never zero", async () => {
  const { fake, directory, quotes } = await backed();
  fake.misbehave("missing-values");
  expect(valueOf(await directory.profile(IBM))).toStrictEqual({
    ticker: IBM,
    name: "International Business Machines",
    exchange: null,
    sector: null,
    industry: null,
    description: null,
    marketCapitalization: null,
    dividendPerShare: null,
    fiftyTwoWeekHigh: null,
    fiftyTwoWeekLow: null,
    asOf: "2026-11-20",
  });
  expect((await quotes.latest(IBM)).isErr()).toBe(true);
});

it("case 16. a missing volume is not missed", async () => {
  const { fake, quotes, closes } = await backed({ fake: { prices: PRICES } });
  fake.misbehave("missing-volume");
  expect(valueOf(await quotes.latest(IBM)).price).toBe(moneyOf(PRICE));
  expect(valueOf(await closes.closes(IBM, ...DAYS)).size).toBeGreaterThan(0);
});

const NO_PRICES: readonly Misbehaviour[] = [
  "zero-price",
  "negative-price",
  "nan-price",
  "infinite-price",
  "absurd-price",
  "empty-price",
  "percent-price",
  "thousands-price",
  "odd-price",
  "numbers",
  "control-characters",
];

async function expectNoPrice(how: Misbehaviour): Promise<void> {
  const { fake, quotes, closes, directory } = await backed({ fake: { plan: "premium" }, adapter: { bulk: true } });
  fake.misbehave(how);
  for (const outcome of [await quotes.latest(IBM), ...(await quotes.latestOf([IBM, APPLE])).values()]) {
    expect(errorOf(outcome).kind).toBe("QuoteUnavailable");
  }
  expect(errorOf(await closes.closes(IBM, ...DAYS)).kind).toBe("QuoteUnavailable");
  const profile = (await directory.profile(IBM)).unwrapOr(null);
  expect([profile?.fiftyTwoWeekHigh ?? null, profile?.fiftyTwoWeekLow ?? null]).toStrictEqual([null, null]);
}

describe("case 17. price 0.0000, negative, NaN, absurd digits: refuse", () => {
  it.each(NO_PRICES.slice(0, 6))("%s, from quotes, in bulk, in closes and of a company", async (how) => {
    await expectNoPrice(how);
    const { fake, quotes } = await backed();
    fake.misbehave(how);
    expect(errorOf(await quotes.latest(IBM))).toStrictEqual(unavailable(UNUSABLE, 60));
  });
});

describe("case 22. numbers with a %, with thousands separators, unpadded or with 14 decimals", () => {
  it.each(NO_PRICES.slice(6))("%s is refused, from quotes, in bulk, in closes and of a company", (how) =>
    expectNoPrice(how),
  );

  it.each(["unpadded-price", "long-price"] as const)("%s is the same price", async (how) => {
    const { fake, quotes, closes } = await backed({ fake: { prices: PRICES } });
    fake.misbehave(how);
    const quote = valueOf(await quotes.latest(IBM));
    expect([quote.price, quote.previousClose]).toStrictEqual([moneyOf(PRICE), moneyOf(PRICE)]);
    expect(valueOf(await closes.closes(IBM, ...DAYS)).get(DAYS[1])).toBe(moneyOf(PRICE));
  });
});

it("case 23. a symbol in the answer that is not the one asked for is no answer", async () => {
  const { fake, quotes, closes, directory } = await backed({ fake: { plan: "premium" }, adapter: { bulk: true } });
  fake.misbehave("other-symbol");
  const other = unavailable("the price source answered for another stock", 60);
  expect(errorOf(await quotes.latest(IBM))).toStrictEqual(other);
  expect(errorOf(await closes.closes(IBM, ...DAYS))).toStrictEqual(other);
  expect(errorOf(await directory.profile(IBM))).toStrictEqual({ ...other, kind: "ProfileUnavailable" });
  const outcomes = await quotes.latestOf([IBM, APPLE]);
  expect([...outcomes.values()].map(errorOf)).toStrictEqual([other, { ...other, ticker: APPLE }]);
});
