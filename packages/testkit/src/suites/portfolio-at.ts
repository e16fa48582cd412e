import assert from "node:assert/strict";
import type { App, PortfolioValue, ValuePortfolio, ValuePortfolioError } from "@bourse/core";
import type { ResultAsync } from "neverthrow";
import { errorOf, valueOf } from "../assertions.ts";
import { accountIdOf, moneyOf } from "../builders.ts";
import { clause, type Clause } from "../contract.ts";
import type { World } from "../fakes/world.ts";
import { assertSums, aWeekOfTrades, june, THE_WEEK, trade, tradeInJune } from "./past.ts";
import { appWith, blacklisted, BROKEN_STORE, opened, restarted, rulesOf } from "./stage.ts";

/** A use case that tells what an account was worth. */
export type Look = (app: App, command: ValuePortfolio) => ResultAsync<PortfolioValue, ValuePortfolioError>;

/** What a portfolio and its value have in common about past days. */
export function pastDays(look: Look): readonly Clause<World>[] {
  const lookAt = async ({ app }: World, accountId: ValuePortfolio["accountId"], day: number): Promise<PortfolioValue> =>
    valueOf(await look(app, { accountId, at: `2026-06-${day}` }));

  return [
    clause("a past day is told as the market closed on it", async (world) => {
      const accountId = await aWeekOfTrades(world);
      for (const day of THE_WEEK) {
        const value = await lookAt(world, accountId, day[0]);
        assertSums(value, day);
        assert.equal(value.asOf, june(day[0], 20));
      }
      assert.equal((await lookAt(world, accountId, 17)).realisedGain, 0n);
      assert.equal((await lookAt(world, accountId, 18)).realisedGain, moneyOf("50.00"));
    }),

    clause("a day without a session is told as the last one before it", async (world) => {
      const accountId = await aWeekOfTrades(world);
      const before = await lookAt(world, accountId, 18);
      for (const day of [19, 20, 21]) assert.deepEqual(await lookAt(world, accountId, day), before);
      world.clock.set(june(20, 12));
      assert.deepEqual(await lookAt(world, accountId, 20), before);
    }),

    clause("a past day's change is since the close before it", async (world) => {
      const accountId = await aWeekOfTrades(world);
      const changes = [15, 16, 17, 18, 22].map(async (day) => (await lookAt(world, accountId, day)).dayChange);
      const expected = ["20.00", "13.00", "13.00", "5.00", null];
      assert.deepEqual(
        await Promise.all(changes),
        expected.map((change) => (change === null ? null : moneyOf(change))),
      );
    }),

    clause("today is told a minute after its session, and not before", async (world) => {
      const accountId = await aWeekOfTrades(world);
      for (const [hour, milliseconds, over] of [
        [9, 0, false],
        [15, 0, false],
        [20, 0, false],
        [20, 60_000, false],
        [20, 60_001, true],
      ] as const) {
        world.clock.set(june(23, hour, milliseconds));
        const told = await look(world.app, { accountId, at: "2026-06-23" });
        if (over) valueOf(told);
        else assert.deepEqual(rulesOf(errorOf(told)), ["at closed-day"], `${hour}:00`);
      }
    }),

    clause("a day to come is refused, also one that does not trade", async (world) => {
      const accountId = await aWeekOfTrades(world);
      for (const at of ["2026-06-24", "2026-06-27", "2027-01-01", "9999-12-31"]) {
        assert.deepEqual(rulesOf(errorOf(await look(world.app, { accountId, at }))), ["at closed-day"], at);
      }
      world.clock.set(june(26, 21));
      for (const at of ["2026-06-27", "2026-06-28"]) {
        assert.deepEqual(rulesOf(errorOf(await look(world.app, { accountId, at }))), ["at closed-day"], at);
      }
    }),

    clause("what is no day is refused", async (world) => {
      const accountId = await opened(world);
      for (const at of ["", "now", "2026-06-31", "2026-6-1", "2026-06-15T20:00:00Z", " 2026-06-15", "20260615"]) {
        assert.deepEqual(rulesOf(errorOf(await look(world.app, { accountId, at }))), ["at date"], JSON.stringify(at));
      }
    }),

    clause("a past day is worth the same whatever is traded later", async (world) => {
      const accountId = await aWeekOfTrades(world);
      const before = await lookAt(world, accountId, 22);
      await trade(world, accountId, ["sell", "AAPL", 3, "500.00"]);
      world.market.delist("MSFT");
      world.market.fail("AAPL");
      world.clock.set(june(26, 15));
      assert.deepEqual(await lookAt(world, accountId, 22), before);
      assert.deepEqual(await lookAt(await restarted(world), accountId, 22), before);
    }),

    clause("a past day asks for no price of now", async (world) => {
      const accountId = await aWeekOfTrades(world);
      const asked = world.market.asked();
      await lookAt(world, accountId, 17);
      assert.equal(world.market.asked(), asked);
    }),

    clause("a day before the first entry is worth nothing, completely", async (world) => {
      const accountId = await aWeekOfTrades(world);
      for (const [id, at] of [
        [accountId, "2026-06-12"],
        [accountId, "1990-05-17"],
        [accountIdOf(404), "2026-06-17"],
      ] as const) {
        const value = valueOf(await look(world.app, { accountId: id, at }));
        assert.deepEqual([value.totalValue, value.dayChange, value.complete], [0n, 0n, true]);
      }
    }),

    clause("a blacklisted account may look at a past day", async (world) => {
      tradeInJune(world);
      const { id: accountId } = await blacklisted(world);
      world.market.setClose("AAPL", "2026-06-15", "2.00");
      world.clock.set(june(16, 15));
      assert.equal((await lookAt(world, accountId, 15)).totalValue, moneyOf("106.00"));
    }),

    clause("a ledger that fails is StoreUnavailable for a past day too", async (world) => {
      const accountId = await aWeekOfTrades(world);
      const app = appWith(world, { ledger: BROKEN_STORE });
      assert.equal(errorOf(await look(app, { accountId, at: "2026-06-17" })).kind, "StoreUnavailable");
    }),
  ];
}

/** What the lines of a past day say. */
export const pastLines: readonly Clause<World>[] = [
  clause("a past day's line has that day's close, which does not age", async (world) => {
    const accountId = await aWeekOfTrades(world);
    const { lines } = valueOf(await world.app.viewPortfolio({ accountId, at: "2026-06-17" }));
    const historical = {
      tradingDay: "2026-06-17",
      fetchedAt: null,
      source: null,
      freshness: "historical",
    } as const;
    assert.deepEqual(lines, [
      {
        ticker: "AAPL",
        quantity: 3,
        cost: moneyOf("300.00"),
        averageCost: moneyOf("100.00"),
        ...historical,
        price: moneyOf("102.00"),
        previousClose: moneyOf("101.00"),
        marketValue: moneyOf("306.00"),
        unrealisedGain: moneyOf("6.00"),
        dayChange: moneyOf("3.00"),
      },
      {
        ticker: "MSFT",
        quantity: 10,
        cost: moneyOf("200.00"),
        averageCost: moneyOf("20.00"),
        ...historical,
        price: moneyOf("23.00"),
        previousClose: moneyOf("22.00"),
        marketValue: moneyOf("230.00"),
        unrealisedGain: moneyOf("30.00"),
        dayChange: moneyOf("10.00"),
      },
    ]);
  }),

  clause("a past day's line whose close is not known is without a price", async (world) => {
    const accountId = await aWeekOfTrades(world);
    const { lines } = valueOf(await world.app.viewPortfolio({ accountId, at: "2026-06-18" }));
    assert.deepEqual(
      lines.map((line) => [line.ticker, line.freshness, "reason" in line ? line.reason : null]),
      [
        ["AAPL", "missing", "no-close"],
        ["MSFT", "historical", null],
      ],
    );
  }),
];
