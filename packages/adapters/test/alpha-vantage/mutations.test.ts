import { alphaVantage, type AlphaVantage } from "@bourse/adapters/alpha-vantage";
import {
  MAX_MATCHES,
  MAX_PRICE,
  parseLocalDate,
  parseTicker,
  type LatestQuote,
  type Money,
  type Ticker,
} from "@bourse/core";
import { dateOf, manualClock, valueOf, type ManualClock } from "@bourse/testkit";
import { fakeAlphaVantage, type FakeAlphaVantage } from "@bourse/testkit/fake-alpha-vantage";
import * as fc from "fast-check";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { APPLE, expectNoKeyIn, IBM, KEY, NOW } from "./known.ts";
import { mutated } from "./mutations.ts";

let clock: ManualClock;
let fake: FakeAlphaVantage;
let adapter: AlphaVantage;
beforeAll(async () => {
  clock = manualClock(NOW);
  fake = await fakeAlphaVantage({ clock, plan: "premium", limits: null });
  adapter = alphaVantage({ apiKey: KEY, url: fake.url, clock, bulk: true });
});
afterAll(() => fake.close());
afterEach(() => {
  vi.unstubAllGlobals();
  fake.behave();
});

/** An honest answer, with a long series cut to a few rows so that each row is hit now and then. */
async function honest(parameters: string): Promise<string> {
  const text = await (await fetch(`${fake.url}?${parameters}&apikey=${KEY}`)).text();
  return text
    .replace(/(("\d{4}-\d\d-\d\d": \{[^}]*\},?\s*){6})("\d{4}-\d\d-\d\d": \{[^}]*\},?\s*)*/, "$1")
    .replace(/,(\s*\}\s*\}\s*)$/, "$1");
}

/** Every request is answered with this body, without a network between. */
function answering(body: () => string): void {
  vi.stubGlobal("fetch", async () => new Response(body()));
}

function expectPrice(price: Money | null): void {
  if (price === null) return;
  expect(typeof price).toBe("bigint");
  expect(price > 0n && price <= MAX_PRICE).toBe(true);
}

/** What the text of an answer says by itself, without any of the adapter's reading. */
function says(body: string, ...parts: readonly string[]): boolean {
  const text = JSON.stringify(JSON.parse(body)).toUpperCase();
  return parts.every((part) => text.includes(part));
}

/** Answers whether there was anything to believe, as all of these do. */
async function expectSafeQuote(body: string): Promise<boolean> {
  const outcome = await adapter.quotes.latest(IBM);
  if (outcome.isErr()) return false;
  expectSafe(outcome.value, IBM);
  expect(says(body, '"01. SYMBOL":"IBM"')).toBe(true);
  return true;
}

function expectSafe(quote: LatestQuote, ticker: Ticker): void {
  expect(quote.ticker).toBe(ticker);
  expectPrice(quote.price);
  expectPrice(quote.previousClose);
  expect(parseLocalDate(quote.tradingDay).isOk() && quote.tradingDay <= clock.today()).toBe(true);
}

const RUNS = { numRuns: 10_000 };
const FEWER = { numRuns: 2500 };

async function survives(
  parameters: string,
  isBelieved: (body: string) => Promise<boolean>,
  runs: { readonly numRuns: number },
): Promise<void> {
  const whole = await honest(parameters);
  expect(() => JSON.parse(whole)).not.toThrow();
  let body = whole;
  let believed = 0;
  answering(() => body);
  const property = fc.asyncProperty(mutated([whole, JSON.stringify(JSON.parse(whole))]), async (text) => {
    body = text;
    if (await isBelieved(text)) believed += 1;
  });
  await fc.assert(property, runs);
  // Or else all would be refused, and nothing shown of what is not.
  expect(believed).toBeGreaterThan(runs.numRuns / 20);
}

describe("random and mutated bodies never crash, and never make up a price", () => {
  it("as quotes, 10 000 of them", () => survives("function=GLOBAL_QUOTE&symbol=IBM", expectSafeQuote, RUNS));

  it("as quotes over HTTP", async () => {
    const whole = await honest("function=GLOBAL_QUOTE&symbol=IBM");
    const property = fc.asyncProperty(mutated([whole]), async (body) => {
      fake.behave();
      fake.misbehave({ body });
      await expectSafeQuote(body.toWellFormed());
      expectNoKeyIn(await adapter.directory.profile(IBM));
    });
    await fc.assert(property, { numRuns: 300 });
  });

  it("as bulk quotes, each ticker with a row of its own or none", () =>
    survives(
      "function=REALTIME_BULK_QUOTES&symbol=IBM,AAPL",
      async (body) => {
        // Another adapter each time, since one that has met the made-up rows would not ask again.
        const { quotes } = alphaVantage({ apiKey: KEY, url: fake.url, clock, bulk: true });
        const outcomes = [...(await quotes.latestOf([IBM, APPLE]))].filter(([, outcome]) => outcome.isOk());
        for (const [ticker, outcome] of outcomes) {
          expectSafe(valueOf(outcome), ticker);
          expect(says(body, `"SYMBOL":"${ticker}"`, '"MESSAGE":"SUCCESS"')).toBe(true);
        }
        return outcomes.length > 0;
      },
      FEWER,
    ));

  it("as daily closes, of the window's days that are over", () =>
    survives(
      "function=TIME_SERIES_DAILY&symbol=IBM",
      async (body) => {
        const outcome = await adapter.closes.closes(IBM, dateOf("2026-11-10"), dateOf("2026-12-31"));
        if (outcome.isErr()) return false;
        expect(says(body, '"2. SYMBOL":"IBM"')).toBe(true);
        for (const [day, close] of outcome.value) {
          expectPrice(close);
          expect(parseLocalDate(day).isOk() && day >= "2026-11-10" && day < "2026-11-20").toBe(true);
        }
        return outcome.value.size > 0;
      },
      FEWER,
    ));

  it("as overviews, with no amount of less than nothing, no key and no control characters", () =>
    survives(
      "function=OVERVIEW&symbol=IBM",
      async (body) => {
        const profile = (await adapter.directory.profile(IBM)).unwrapOr(null);
        if (!profile) return false;
        expect(profile.ticker).toBe(IBM);
        expect(says(body, '"SYMBOL":"IBM"')).toBe(true);
        for (const price of [profile.fiftyTwoWeekHigh, profile.fiftyTwoWeekLow]) expectPrice(price);
        expect(profile.marketCapitalization ?? 1n).toBeGreaterThan(0n);
        expect(profile.dividendPerShare ?? 0n).toBeGreaterThanOrEqual(0n);
        for (const text of Object.values(profile).filter((value) => typeof value === "string")) {
          expect(text).toMatch(/^[^\p{C}]+$/u);
          expect(text).not.toContain(KEY);
        }
        return true;
      },
      FEWER,
    ));

  it("as searches, each match a US ticker with a name, and each once", () =>
    survives(
      "function=SYMBOL_SEARCH&keywords=inc",
      async () => {
        const found = (await adapter.directory.search("inc")).unwrapOr([]);
        expect(found.length).toBeLessThanOrEqual(MAX_MATCHES);
        expect(new Set(found.map(({ ticker }) => ticker)).size).toBe(found.length);
        for (const { ticker, name } of found) {
          expect(parseTicker(ticker).isOk() && ticker === ticker.toUpperCase()).toBe(true);
          expect(name).toMatch(/^[^\p{C}]+$/u);
          expect(name).not.toContain(KEY);
        }
        return found.length > 0;
      },
      FEWER,
    ));
});
