import { nyseCalendar } from "@bourse/adapters/nyse-calendar";
import { FREE_PLAN } from "@bourse/adapters/request-budget";
import { marketAt, freshnessOf, isTradable, type QuoteOutcome, type Ticker } from "@bourse/core";
import { tally, valueOf } from "@bourse/testkit";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DAY, freeKey, list, type FreeKey } from "./free-key.ts";
import { MAX_QUOTE_AGE } from "./stage.ts";

const TICKERS = 200;
const LOOKS = 10_000;
const calendar = nyseCalendar();

/** How a ticker's look-ups were answered. */
type Answers = { asked: number; fresh: number };

let key: FreeKey;
beforeEach(() => {
  key = freeKey();
});
afterEach(() => key.dispose());

/** Chance that is the same in every run: a linear congruential generator with the constants of ANSI C. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

/** By Zipf's law: the second ticker is asked for half as often as the first, the third a third as often. */
function zipf(random: () => number): () => number {
  const sums: number[] = [];
  for (let rank = 0; rank < TICKERS; rank += 1) sums.push((sums.at(-1) ?? 0) + 1 / (rank + 1));
  return () => {
    const point = random() * (sums.at(-1) ?? 0);
    return sums.findIndex((sum) => point < sum);
  };
}

function isFresh(outcome: QuoteOutcome): boolean {
  const now = key.time.clock.now();
  const market = marketAt(calendar, now, MAX_QUOTE_AGE);
  return outcome.isOk() && isTradable(freshnessOf(outcome.value, market));
}

/** So many looks, evenly over so much time. */
async function looks(count: number, time: number, tickers: readonly Ticker[], pick: () => number): Promise<Answers[]> {
  const tallies = tickers.map(() => ({ asked: 0, fresh: 0 }));
  for (let look = 0; look < count; look += 1) {
    const rank = pick();
    const [ticker, answers] = [tickers[rank], tallies[rank]];
    if (!ticker || !answers) throw new Error(`no ticker has rank ${rank}`);
    const outcome = key.quotes().latest(ticker);
    await key.time.pass(time / count);
    answers.asked += 1;
    if (isFresh(await outcome)) answers.fresh += 1;
  }
  return tallies;
}

/** Which part of the look-ups of these ranks was answered with a quote that is not stale. */
function freshPart(tallies: readonly Answers[], from: number, to: number): number {
  const some = tallies.slice(from, to);
  const sum = (count: (each: Answers) => number): number => some.map(count).reduce((a, b) => a + b, 0);
  return sum(({ fresh }) => fresh) / sum(({ asked }) => asked);
}

const requestsOn = (day: number): FreeKey["asked"] =>
  key.asked.filter(({ at }) => at >= (day - 1) * DAY && at < day * DAY);

describe.each([1, 2, 3])("10 000 look-ups over 200 tickers in a day on a free key, by chance %i", (seed) => {
  it("make at most 25 requests, none within the spacing, and keep the most wanted the freshest", async () => {
    const tickers = list(key.market, TICKERS);
    const pick = zipf(chance(seed));
    await looks(LOOKS, DAY, tickers, pick);
    const tallies = await looks(LOOKS, DAY, tickers, pick);

    for (const day of [1, 2]) expect(requestsOn(day).length).toBe(20);
    const times = key.asked.map(({ at }) => at);
    expect(Math.min(...times.slice(1).map((at, index) => at - (times[index] ?? 0)))).toBeGreaterThanOrEqual(2000);
    // On the second day the wishes of the first are known.
    expect(requestsOn(2).every(({ ticker }) => tickers.indexOf(ticker) < 20)).toBe(true);
    expect(freshPart(tallies, 0, 5)).toBeGreaterThan(freshPart(tallies, 5, 20));
    expect(freshPart(tallies, 5, 20)).toBeGreaterThan(freshPart(tallies, 20, TICKERS));
    expect(freshPart(tallies, 0, 5)).toBeGreaterThan(0.4);
  });
});

it("across a restart in mid-day the count still holds, and the next day it starts again", async () => {
  const tickers = list(key.market, TICKERS);
  const pick = zipf(chance(4));
  await looks(LOOKS / 2, DAY / 2, tickers, pick);
  const beforeNoon = key.asked.length;
  key.restart();
  expect(valueOf(await key.budget().state())).toMatchObject({ usedToday: beforeNoon, perDay: FREE_PLAN.perDay });
  await looks(LOOKS / 2, DAY / 2, tickers, pick);
  expect(requestsOn(1).length).toBe(20);

  key.restart();
  expect(valueOf(await key.budget().state())).toMatchObject({ usedToday: 0, left: 25, keptForTrades: 5 });
  await looks(LOOKS / 4, DAY / 4, tickers, pick);
  expect(requestsOn(2).length).toBeGreaterThan(10);
});

it("whatever looks have used, trades have theirs, and after them a clear refusal", async () => {
  const tickers = list(key.market, TICKERS);
  await looks(LOOKS / 2, DAY - 3_600_000, tickers, zipf(chance(5)));
  const traded = tickers.slice(-7).map((ticker) => key.quotes().latest(ticker, "trade"));
  await key.time.pass(60_000);
  expect(tally(await Promise.all(traded))).toEqual({ ok: 5, QuoteUnavailable: 2 });
  expect(requestsOn(1).length).toBe(25);
});
