import { inMemoryQuoteStore, type QuoteStore } from "@bourse/adapters/quote-cache";
import type { Ticker } from "@bourse/core";
import { tickerOf, valueOf } from "@bourse/testkit";
import { expect, it } from "vitest";
import { newStage } from "./stage.ts";

const CAPACITY = 50;

/** A store that says which tickers were not in the cache's memory. */
function watched(): { readonly store: QuoteStore; readonly read: Ticker[] } {
  const { find, keep } = inMemoryQuoteStore();
  const read: Ticker[] = [];
  const store: QuoteStore = {
    find: (ticker) => {
      read.push(ticker);
      return find(ticker);
    },
    keep,
  };
  return { store, read };
}

/** The `number`th ticker of many: AAA, AAB … */
function nth(number: number): Ticker {
  const letter = (place: number): string => String.fromCharCode(65 + (Math.floor(number / 26 ** place) % 26));
  return tickerOf(letter(2) + letter(1) + letter(0));
}

it("never holds more tickers in memory than its capacity, the least recently used go, and none is asked for again", async () => {
  const { store, read } = watched();
  const { cache, market, asked } = newStage({ store, capacity: CAPACITY });
  const tickers = Array.from({ length: 10 * CAPACITY }, (_, number) => market.set(nth(number), "1.00"));

  for (const ticker of tickers) valueOf(await cache.latest(ticker));
  expect(asked.length).toBe(tickers.length);

  read.length = 0;
  const kept = tickers.slice(-CAPACITY);
  for (const ticker of kept) valueOf(await cache.latest(ticker));
  expect(read).toEqual([]);
  for (const ticker of tickers.slice(0, -CAPACITY)) valueOf(await cache.latest(ticker));
  expect(read.length).toBe(tickers.length - CAPACITY);
  expect(asked.length).toBe(tickers.length);
});

it("holds no more of those that the market does not know", async () => {
  const { store, read } = watched();
  const { cache, asked } = newStage({ store, capacity: CAPACITY });
  const tickers = Array.from({ length: 3 * CAPACITY }, (_, number) => nth(number));
  for (const ticker of tickers) await cache.latest(ticker);
  read.length = 0;
  for (const ticker of tickers) await cache.latest(ticker);
  expect(read.length).toBe(tickers.length);
  expect(asked.length).toBe(tickers.length);
});
