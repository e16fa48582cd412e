import assert from "node:assert/strict";
import type { AccountId, App, HistoryPoint, TailQuery } from "@bourse/core";
import { errAsync } from "neverthrow";
import { errorOf, racing, valueOf } from "../assertions.ts";
import { accountIdOf, moneyOf } from "../builders.ts";
import { clause, type Clause } from "../contract.ts";
import type { World } from "../fakes/world.ts";
import { assertSums, aWeekOfTrades, june, THE_WEEK, trade, tradeInJune } from "./past.ts";
import { daysEnd } from "./days-end.ts";
import { historyLimits } from "./portfolio-history-limits.ts";
import { appWith, blacklisted, BROKEN_STORE, funded, opened, restarted, type Suite } from "./stage.ts";

/** The history of some days of June 2026. */
async function historyOf(app: App, accountId: AccountId, from = 1, to = 30): Promise<readonly HistoryPoint[]> {
  const [first, last] = [from, to].map((day) => `2026-06-${String(day).padStart(2, "0")}`) as [string, string];
  return valueOf(await app.portfolioHistory({ accountId, from: first, to: last }));
}

function daysOf(points: readonly HistoryPoint[]): number[] {
  return points.map(({ day }) => Number(day.slice(8)));
}

const days: readonly Clause<World>[] = [
  clause("answers what each trading day ended at, oldest first", async (world) => {
    const accountId = await aWeekOfTrades(world);
    const points = await historyOf(world.app, accountId, 15, 22);
    assert.deepEqual(
      points.map(({ day }) => day),
      THE_WEEK.map(([day]) => `2026-06-${day}`),
    );
    for (const [index, expected] of THE_WEEK.entries()) assertSums(points[index] ?? assert.fail(), expected);
  }),

  clause("weekends and holidays are left out, and so is what is not over", async (world) => {
    const accountId = await aWeekOfTrades(world);
    const { app, clock } = world;
    assert.deepEqual(daysOf(await historyOf(app, accountId, 10, 30)), [10, 11, 12, 15, 16, 17, 18, 22]);
    assert.deepEqual(await historyOf(app, accountId, 19, 21), []);
    assert.deepEqual(await historyOf(app, accountId, 23, 23), []);
    for (const milliseconds of [0, 1, 60_000]) {
      clock.set(june(23, 20, milliseconds));
      assert.deepEqual(await historyOf(app, accountId, 23, 23), []);
    }
    clock.set(june(23, 20, 60_001));
    assert.deepEqual(daysOf(await historyOf(app, accountId, 23, 23)), [23]);
  }),

  clause("any two windows agree on the days that both have", async ({ app, ...world }) => {
    const accountId = await aWeekOfTrades({ app, ...world });
    const known = new Map((await historyOf(app, accountId)).map((point) => [point.day, point]));
    for (let from = 12; from <= 23; from += 1) {
      for (let to = from; to <= 23; to += 1) {
        const points = await historyOf(app, accountId, from, to);
        const expected = [...known.values()].filter(({ day }) => day >= `2026-06-${from}` && day <= `2026-06-${to}`);
        assert.deepEqual(points, expected, `${from} to ${to}`);
      }
    }
  }),

  clause("a day is what the portfolio was at it", async (world) => {
    const accountId = await aWeekOfTrades(world);
    for (const point of await historyOf(world.app, accountId)) {
      const viewed = valueOf(await world.app.viewPortfolio({ accountId, at: point.day }));
      const { cash, holdingsValue, totalValue, complete } = viewed;
      assert.deepEqual(point, { day: point.day, cash, holdingsValue, totalValue, complete });
    }
  }),

  clause("a day is worth the same whatever is traded later", async (world) => {
    const accountId = await aWeekOfTrades(world);
    const before = await historyOf(world.app, accountId, 12, 22);
    await trade(world, accountId, ["sell", "AAPL", 3, "500.00"]);
    await trade(world, accountId, ["buy", "MSFT", 7, "1.00"]);
    world.clock.set(june(24, 21));
    valueOf(await world.app.withdraw({ accountId, amount: "100.00" }));
    assert.deepEqual(await historyOf(world.app, accountId, 12, 22), before);
  }),

  clause("entries made while the clock was set back are of the day of the entry before them", async (world) => {
    tradeInJune(world);
    world.market.setClose("F", "2026-06-17", "11.00");
    world.clock.set(june(17, 15));
    const accountId = await funded(world, "100.00");
    world.clock.set(june(16, 15));
    await trade(world, accountId, ["buy", "F", 1, "10.00"]);
    world.clock.set(june(18, 15));
    const [before, day] = await historyOf(world.app, accountId, 16, 17);
    assertSums(before ?? assert.fail(), [16, "0.00", "0.00", true]);
    assertSums(day ?? assert.fail(), [17, "90.00", "11.00", true]);
  }),

  clause("days of more entries than one reading has are complete", async (world) => {
    tradeInJune(world);
    const accountId = await opened(world);
    valueOf(await world.app.topUp({ accountId, amount: "1.00" }));
    world.clock.set(june(16, 15));
    const topUps = await racing(1000, () => world.app.topUp({ accountId, amount: "0.01" }));
    for (const topUp of topUps) valueOf(topUp);
    world.clock.set(june(17, 15));
    valueOf(await world.app.topUp({ accountId, amount: "5.00" }));
    world.clock.set(june(18, 15));
    const points = await historyOf(world.app, accountId, 15, 17);
    assert.deepEqual(
      points.map(({ cash }) => cash),
      ["1.00", "11.00", "16.00"].map(moneyOf),
    );
  }),

  clause("it is the same after a restart", async (world) => {
    const accountId = await aWeekOfTrades(world);
    const before = await historyOf(world.app, accountId);
    assert.deepEqual(await historyOf((await restarted(world)).app, accountId), before);
  }),
];

const missing: readonly Clause<World>[] = [
  clause("a close that cannot be had makes a day incomplete, never an error", async (world) => {
    const accountId = await aWeekOfTrades(world);
    const { closes } = world.ports;
    const failures = [
      { kind: "QuoteUnavailable", ticker: "AAPL", reason: "the source is down", retryAfter: 60 },
      { kind: "TickerNotFound", ticker: "AAPL" },
    ] as const;
    for (const failure of failures) {
      const failing: typeof closes = {
        closes: (ticker, from, to) =>
          ticker === "AAPL" ? errAsync({ ...failure, ticker }) : closes.closes(ticker, from, to),
      };
      const points = await historyOf(appWith(world, { closes: failing }), accountId, 15, 17);
      const expected = [THE_WEEK[0], [16, "500.00", "220.00", false], [17, "500.00", "230.00", false]] as const;
      for (const [index, day] of expected.entries()) assertSums(points[index] ?? assert.fail(), day ?? assert.fail());
    }
  }),

  clause("days before the first entry are worth nothing, completely", async (world) => {
    const accountId = await aWeekOfTrades(world);
    const nobody = accountIdOf(404);
    const points = [
      ...(await historyOf(world.app, accountId, 10, 12)),
      ...(await historyOf(world.app, nobody, 10, 22)),
    ];
    assert.equal(points.length, 11);
    for (const point of points) assertSums(point, [Number(point.day.slice(8)), "0.00", "0.00", true]);
  }),

  clause("a blacklisted account may look", async (world) => {
    tradeInJune(world);
    const { id: accountId } = await blacklisted(world);
    world.market.setClose("AAPL", "2026-06-15", "2.00");
    world.clock.set(june(16, 15));
    const [point] = await historyOf(world.app, accountId, 15, 15);
    assert.equal(point?.totalValue, moneyOf("106.00"));
  }),

  clause("a store that fails is StoreUnavailable", async (world) => {
    const accountId = await aWeekOfTrades(world);
    const { ledger } = world.ports;
    for (const broken of [BROKEN_STORE, { ...ledger, tail: (query: TailQuery) => BROKEN_STORE.tail(query) }]) {
      const app = appWith(world, { ledger: broken });
      const history = await app.portfolioHistory({ accountId, from: "2026-06-15", to: "2026-06-22" });
      assert.equal(errorOf(history).kind, "StoreUnavailable");
    }
  }),
];

export const portfolioHistorySuite: Suite = {
  name: "portfolio history",
  clauses: [...days, ...daysEnd, ...missing, ...historyLimits],
};
