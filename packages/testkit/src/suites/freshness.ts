import assert from "node:assert/strict";
import { DEFAULT_POLICY, type Freshness, type Instant } from "@bourse/core";
import { valueOf } from "../assertions.ts";
import { clause, type Clause } from "../contract.ts";
import type { World } from "../fakes/world.ts";
import { june, tradeInJune } from "./past.ts";

const { maxQuoteAge } = DEFAULT_POLICY;
const MAX_AGE = maxQuoteAge * 1000;

/** A price that was fetched at one time and is asked about at another. */
export async function quoted({ clock, market }: World, fetchedAt: Instant, now: Instant): Promise<void> {
  clock.set(now);
  market.set("AAPL", "10.00");
  market.age("AAPL", (now - fetchedAt) / 1000);
}

type Case = readonly [fetchedAt: Instant, now: Instant, freshness: Freshness];

/** Friday the 12th trades from 13:30 to 20:00; so does Monday the 15th, and nothing between. */
const CASES: Readonly<Record<string, readonly Case[]>> = {
  "while the market is open a price is fresh for its age, then stale": [
    [june(15, 13.5), june(15, 13.5), "fresh"],
    [june(15, 15), june(15, 15, MAX_AGE), "fresh"],
    [june(15, 15), june(15, 15, MAX_AGE + 1), "stale"],
    [june(15, 19), june(15, 20, -1), "stale"],
  ],
  "a price of half an hour after the close is closed until the next opening, and then stale": [
    [june(12, 20.5), june(12, 20.5), "closed"],
    [june(12, 20.5), june(12, 23), "closed"],
    [june(12, 20.5), june(15, 13.5, -1), "closed"],
    [june(12, 20.5), june(15, 13.5), "stale"],
    [june(13, 9), june(14, 9), "closed"],
  ],
  "a price of sooner after the close may yet change, so it ages": [
    [june(12, 20), june(12, 20, MAX_AGE), "closed"],
    [june(12, 20), june(12, 20, MAX_AGE + 1), "stale"],
    [june(12, 20.5, -1), june(12, 20.5, MAX_AGE), "stale"],
  ],
  "a price of before the close is no closing price, and goes stale": [
    [june(12, 20, -1), june(12, 20), "fresh"],
    [june(12, 20, -1), june(12, 20, MAX_AGE - 1), "fresh"],
    [june(12, 20, -1), june(12, 20, MAX_AGE), "stale"],
    [june(12, 19), june(13, 9), "stale"],
  ],
};

/** In which words a price says how far it may be trusted. */
export const freshnessClauses: readonly Clause<World>[] = [
  ...Object.entries(CASES).map(([title, cases]) =>
    clause<World>(title, async (world) => {
      tradeInJune(world);
      for (const [fetchedAt, now, freshness] of cases) {
        await quoted(world, fetchedAt, now);
        const stock = valueOf(await world.app.lookUpStock({ ticker: "AAPL" }));
        assert.deepEqual([stock.freshness, stock.quote.fetchedAt], [freshness, fetchedAt], `${fetchedAt} at ${now}`);
      }
    }),
  ),

  clause("a price of an earlier day than the session is previous-day when just fetched, else stale", async (world) => {
    tradeInJune(world);
    for (const [fetchedAt, now, day, freshness] of [
      [june(15, 15), june(15, 15), "2026-06-12", "previous-day"],
      [june(15, 15), june(15, 15), "2026-06-11", "stale"],
      [june(13, 9), june(13, 9), "2019-05-08", "stale"],
      [june(15, 15), june(15, 15, MAX_AGE), "2026-06-12", "previous-day"],
      [june(15, 15), june(15, 15, MAX_AGE + 1), "2026-06-12", "stale"],
      [june(15, 21), june(15, 21), "2026-06-12", "previous-day"],
      [june(15, 21), june(15, 22), "2026-06-12", "stale"],
      [june(13, 9), june(13, 9), "2026-06-12", "closed"],
      [june(15, 9), june(15, 9), "2026-06-12", "closed"],
    ] as const) {
      await quoted(world, fetchedAt, now);
      world.market.setTradingDay("AAPL", day);
      const stock = valueOf(await world.app.lookUpStock({ ticker: "AAPL" }));
      assert.equal(stock.freshness, freshness, `${day}, ${fetchedAt} at ${now}`);
    }
  }),

  clause("a price of a day that has not begun to trade is stale, however lately it was fetched", async (world) => {
    tradeInJune(world);
    for (const [now, day] of [
      [june(13, 9), "2026-06-13"],
      [june(12, 21), "2026-06-15"],
      [june(14, 9), "2026-06-15"],
      [june(15, 13.5, -1), "2026-06-15"],
      [june(15, 15), "2026-06-16"],
      [june(15, 21), "2026-06-16"],
      [june(15, 15), "9999-12-31"],
    ] as const) {
      await quoted(world, now, now);
      world.market.setTradingDay("AAPL", day);
      assert.equal(valueOf(await world.app.lookUpStock({ ticker: "AAPL" })).freshness, "stale", `${day} at ${now}`);
    }
  }),

  clause("a price from the future is trusted for no longer than one from the past", async (world) => {
    tradeInJune(world);
    for (const [fetchedAt, now, freshness] of [
      [june(15, 15, MAX_AGE), june(15, 15), "fresh"],
      [june(15, 15, MAX_AGE + 1), june(15, 15), "stale"],
      [june(15, 21, MAX_AGE), june(15, 21), "closed"],
      [june(15, 21, MAX_AGE + 1), june(15, 21), "stale"],
    ] as const) {
      await quoted(world, fetchedAt, now);
      assert.equal(valueOf(await world.app.lookUpStock({ ticker: "AAPL" })).freshness, freshness);
    }
  }),
];
