import {
  instant,
  type Closes,
  type QuoteOutcome,
  type QuoteUnavailable,
  type Ticker,
  type TickerNotFound,
} from "@bourse/core";
import { dateOf, tickerOf } from "@bourse/testkit";
import type { Result } from "neverthrow";
import { beforeEach, expect, it } from "vitest";
import { freeKey, inTime, type FreeKey } from "../kept-directory/free-key.ts";
import { HOUR } from "./stage.ts";

/** Friday, 20 November 2026, in New York, where the key's day begins. */
const MIDNIGHT = instant(Date.UTC(2026, 10, 20, 5));
const SYMBOLS = "AAPL MSFT IBM KO WMT F DIS JPM INTC CSCO NKE PEP GE BA MCD HD PG JNJ XOM CVX";
const HELD = SYMBOLS.split(" ").map(tickerOf);

let key: FreeKey;
beforeEach(async () => {
  key = await freeKey(MIDNIGHT);
});

/** As the portfolio asks for its stocks' prices. */
async function prices(): Promise<readonly QuoteOutcome[]> {
  return [...(await inTime(key, key.server().quotes.latestOf(HELD, "valuation"))).values()];
}

/** As a portfolio's history asks for its stocks' closes, and a stock's page for its own. */
async function pastOf(
  tickers: readonly Ticker[],
): Promise<readonly Result<Closes, QuoteUnavailable | TickerNotFound>[]> {
  const { closes } = key.server();
  const window = [dateOf("2026-11-02"), dateOf("2026-11-19")] as const;
  return inTime(key, Promise.all(tickers.map(async (ticker) => closes.closes(ticker, ...window))));
}

const count = (name: string): number => key.asked().filter((each) => each.startsWith(name)).length;
const had = (outcomes: readonly Result<unknown, unknown>[]): number => outcomes.filter((each) => each.isOk()).length;

it("a portfolio of 20 has all its prices, whatever past was asked for before, meanwhile and after, over a restart", async () => {
  expect(had(await pastOf(HELD))).toBe(0);
  const [priced, past] = await Promise.all([prices(), pastOf(HELD)]);
  expect([had(priced), had(past)]).toEqual([20, 0]);
  for (const ticker of HELD) await pastOf([ticker]);
  key.restart();
  await key.time.pass(12 * HOUR);
  const [nothing] = await pastOf(HELD);
  expect(nothing?.isErr() && nothing.error).toMatchObject({ kind: "QuoteUnavailable", retryAfter: 10 });
  expect([count("GLOBAL_QUOTE"), key.asked().length]).toEqual([20, 20]);
});

it("a day's leavings pay for closes, once, and half of the day stays for prices", async () => {
  await key.time.pass(12 * HOUR);
  const past = await pastOf(HELD);
  expect([had(past), key.asked().length]).toEqual([5, 5]);
  key.restart();
  await key.time.pass(60_000);
  // What is kept costs nothing, and no restart makes more to spare.
  expect(await pastOf(HELD)).toMatchObject(
    past.map((each) => (each.isOk() ? each : { error: { kind: "QuoteUnavailable" } })),
  );
  expect(key.asked().length).toBe(5);
  const looks = await inTime(key, Promise.all(HELD.slice(-10).map(async (each) => key.server().quotes.latest(each))));
  expect(had(looks)).toBe(10);
  const trades = HELD.slice(0, 5).map(async (each) => key.server().quotes.latest(each, "trade"));
  expect(had(await inTime(key, Promise.all(trades)))).toBe(5);
});

it("the next day's prices are paid before its closes, and what they leave by its end pays for some", async () => {
  await key.time.pass(23 * HOUR);
  expect(
    had(await inTime(key, Promise.all(HELD.slice(0, 5).map(async (each) => key.server().quotes.latest(each))))),
  ).toBe(5);
  expect(had(await pastOf(HELD))).toBe(4);
  expect([count("GLOBAL_QUOTE"), count("TIME_SERIES_DAILY")]).toEqual([5, 4]);
  await key.time.pass(2 * HOUR);
  expect(had(await pastOf(HELD))).toBe(4);
  expect(had(await prices())).toBe(20);
  expect(
    key
      .asked()
      .slice(9)
      .every((each) => each.startsWith("GLOBAL_QUOTE")),
  ).toBe(true);
});
