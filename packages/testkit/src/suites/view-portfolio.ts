import assert from "node:assert/strict";
import { DEFAULT_POLICY, type AccountId, type ValuationLine } from "@bourse/core";
import { errorOf, valueOf } from "../assertions.ts";
import { accountIdOf, moneyOf } from "../builders.ts";
import { clause } from "../contract.ts";
import type { World } from "../fakes/world.ts";
import { pastDays, pastLines } from "./portfolio-at.ts";
import { gainClauses } from "./portfolio-gains.ts";
import { appWith, blacklisted, BROKEN_STORE, funded, opened, restarted, type Suite } from "./stage.ts";

/** 1000.00, of which 10 MSFT at 20.00, 3 AAPL at 33.3333 and 1 BRK.B at 400.00 were bought, in this order. */
export async function invested(world: World): Promise<AccountId> {
  const accountId = await funded(world, "1000.00");
  for (const [text, price, quantity] of [
    ["MSFT", "20.00", 10],
    ["AAPL", "33.3333", 3],
    ["BRK.B", "400.00", 1],
  ] as const) {
    const ticker = world.market.set(text, price);
    valueOf(await world.app.buyShares({ accountId, ticker, quantity }));
  }
  return accountId;
}

async function linesOf({ app }: World, accountId: AccountId): Promise<readonly ValuationLine[]> {
  return valueOf(await app.viewPortfolio({ accountId })).lines;
}

export const viewPortfolioSuite: Suite = {
  name: "view portfolio",
  clauses: [
    clause("answers each holding at its price now, by ticker, and the sums", async (world) => {
      const { app, clock, market } = world;
      const accountId = await invested(world);
      const ticker = market.set("AAPL", "30.00");
      clock.advance(1000);
      const { lines, ...sums } = valueOf(await app.viewPortfolio({ accountId }));
      assert.deepEqual(
        lines.map((line) => line.ticker),
        ["AAPL", "BRK.B", "MSFT"],
      );
      assert.deepEqual(lines[0], {
        quantity: 3,
        cost: moneyOf("99.9999"),
        averageCost: moneyOf("33.3333"),
        freshness: "fresh",
        ...valueOf(await market.latest(ticker)),
        marketValue: moneyOf("90.00"),
        unrealisedGain: moneyOf("-9.9999"),
        dayChange: null,
      });
      assert.deepEqual(sums, {
        cash: moneyOf("300.0001"),
        holdingsValue: moneyOf("690.00"),
        totalValue: moneyOf("990.0001"),
        dayChange: null,
        unrealisedGain: moneyOf("-9.9999"),
        realisedGain: 0n,
        complete: true,
        asOf: clock.now(),
      });
    }),

    clause("the average cost is rounded to the nearest 1/10 000 dollar", async (world) => {
      const { app, market } = world;
      const accountId = await funded(world, "10.00");
      for (const price of ["1.0000", "1.0001", "1.0001"]) {
        market.set("F", price);
        valueOf(await app.buyShares({ accountId, ticker: "F", quantity: 1 }));
      }
      const [line] = await linesOf(world, accountId);
      assert.deepEqual([line?.cost, line?.averageCost], [moneyOf("3.0002"), moneyOf("1.0001")]);
    }),

    clause("a delisted stock is a line without a price, and the sum is not complete", async (world) => {
      const accountId = await invested(world);
      world.market.delist("BRK.B");
      const { lines, ...sums } = valueOf(await world.app.viewPortfolio({ accountId }));
      const averageCost = moneyOf("400.00");
      const unpriced = { ticker: "BRK.B", quantity: 1, cost: averageCost, averageCost };
      assert.deepEqual(lines[1], { ...unpriced, freshness: "missing", reason: "delisted" });
      assert.deepEqual(
        [sums.holdingsValue, sums.totalValue, sums.complete],
        [moneyOf("299.9999"), moneyOf("600.00"), false],
      );
    }),

    clause("a price that cannot be learnt is a line without one, never an error", async (world) => {
      const accountId = await invested(world);
      for (const ticker of ["AAPL", "MSFT", "BRK.B"]) world.market.fail(ticker, 60);
      const { lines, ...sums } = valueOf(await world.app.viewPortfolio({ accountId }));
      for (const line of lines) {
        assert.ok(line.freshness === "missing", line.ticker);
        assert.equal(line.reason, "quote-unavailable");
      }
      assert.deepEqual([sums.holdingsValue, sums.totalValue, sums.complete], [0n, moneyOf("300.0001"), false]);
    }),

    clause("an old quote counts, and is said to be stale", async (world) => {
      const accountId = await invested(world);
      world.market.age("AAPL", DEFAULT_POLICY.maxQuoteAge + 1);
      const { lines, complete } = valueOf(await world.app.viewPortfolio({ accountId }));
      assert.deepEqual(
        lines.map(({ freshness }) => freshness),
        ["stale", "fresh", "fresh"],
      );
      assert.equal(complete, true);
    }),

    clause("what was sold to the last share is no line", async (world) => {
      const accountId = await invested(world);
      valueOf(await world.app.sellShares({ accountId, ticker: "MSFT", quantity: 10 }));
      const lines = await linesOf(world, accountId);
      assert.deepEqual(
        lines.map(({ ticker }) => ticker),
        ["AAPL", "BRK.B"],
      );
    }),

    clause("it is the same after a restart", async (world) => {
      const accountId = await invested(world);
      const before = valueOf(await world.app.viewPortfolio({ accountId }));
      const again = await restarted(world);
      assert.deepEqual(valueOf(await again.app.viewPortfolio({ accountId })), before);
    }),

    clause("an account without entries has an empty portfolio", async (world) => {
      const accountId = await opened(world);
      const asOf = world.clock.now();
      const gains = { dayChange: 0n, unrealisedGain: 0n, realisedGain: 0n };
      const empty = { cash: 0n, lines: [], holdingsValue: 0n, totalValue: 0n, ...gains, complete: true, asOf };
      for (const id of [accountId, accountIdOf(404)]) {
        assert.deepEqual(valueOf(await world.app.viewPortfolio({ accountId: id })), empty);
      }
      assert.equal(world.market.asked(), 0);
    }),

    clause("a blacklisted account may look", async (world) => {
      const { id: accountId } = await blacklisted(world);
      assert.equal(valueOf(await world.app.viewPortfolio({ accountId })).totalValue, moneyOf("103.00"));
    }),

    clause("a store that fails is StoreUnavailable", async (world) => {
      const accountId = await invested(world);
      const app = appWith(world, { portfolios: BROKEN_STORE });
      assert.equal(errorOf(await app.viewPortfolio({ accountId })).kind, "StoreUnavailable");
    }),

    ...gainClauses((app, command) => app.viewPortfolio(command)),
    ...pastDays((app, command) => app.viewPortfolio(command)),
    ...pastLines,
  ],
};
