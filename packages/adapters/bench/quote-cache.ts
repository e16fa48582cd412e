/*
 * What the cache adds to a fresh look-up, beside a plain Map read in the same run:
 *
 *   npx --yes pnpm@12 bench:quotes
 */
import { nyseCalendar } from "@bourse/adapters/nyse-calendar";
import { cachedQuotes, inMemoryQuoteStore } from "@bourse/adapters/quote-cache";
import { systemClock } from "@bourse/adapters/system";
import type { LatestQuote, QuoteSource, Ticker } from "@bourse/core";
import { moneyOf, tickerOf } from "@bourse/testkit";
import { ok, okAsync } from "neverthrow";

const TICKERS = 1000;
const LOOKS = 200_000;
const ROUNDS = 15;

const clock = systemClock();
const calendar = nyseCalendar();
const tickers = Array.from({ length: TICKERS }, (_, number) => tickerOf(nameOf(number)));

function nameOf(number: number): string {
  return String.fromCharCode(65 + (number % 26), 65 + (Math.floor(number / 26) % 26), 65 + Math.floor(number / 676));
}

function quoteOf(ticker: Ticker): LatestQuote {
  const fetchedAt = clock.now();
  const tradingDay = calendar.latest(fetchedAt).day;
  return { ticker, price: moneyOf("10.00"), previousClose: null, tradingDay, fetchedAt, source: "bench" };
}

const source: QuoteSource = {
  latest: (ticker) => okAsync(quoteOf(ticker)),
  latestOf: async (asked) => new Map(asked.map((ticker) => [ticker, ok(quoteOf(ticker))])),
};
const cache = cachedQuotes({ source, store: inMemoryQuoteStore(), calendar, clock, maxQuoteAge: 900 });
const map = new Map(tickers.map((ticker) => [ticker, quoteOf(ticker)]));

/** Microseconds for each of many look-ups: the median of some rounds, the first of which warms up. */
async function measured(look: (ticker: Ticker) => unknown): Promise<number> {
  const rounds: number[] = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const started = performance.now();
    for (let index = 0; index < LOOKS; index += 1) await look(tickers[index % TICKERS] as Ticker);
    rounds.push(((performance.now() - started) * 1000) / LOOKS);
  }
  return rounds.slice(1).toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? NaN;
}

for (const ticker of tickers) await cache.latest(ticker);
const plain = await measured((ticker) => map.get(ticker));
const cached = await measured((ticker) => cache.latest(ticker));

console.log(`a plain Map read, awaited     ${plain.toFixed(3)} µs`);
console.log(`a fresh look-up in the cache  ${cached.toFixed(3)} µs`);
console.log(`added                         ${(cached - plain).toFixed(3)} µs`);
console.log(`ratio                         ${(cached / plain).toFixed(1)}`);
