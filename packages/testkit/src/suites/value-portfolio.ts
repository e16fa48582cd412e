import assert from "node:assert/strict";
import { errorOf, valueOf } from "../assertions.ts";
import { accountIdOf, moneyOf } from "../builders.ts";
import { clause } from "../contract.ts";
import { pastDays } from "./portfolio-at.ts";
import { gainClauses } from "./portfolio-gains.ts";
import { appWith, blacklisted, BROKEN_STORE, type Suite } from "./stage.ts";
import { invested } from "./view-portfolio.ts";

export const valuePortfolioSuite: Suite = {
  name: "value portfolio",
  clauses: [
    clause("answers the cash, the holdings' value and both together", async (world) => {
      const accountId = await invested(world);
      world.market.set("AAPL", "40.00");
      assert.deepEqual(valueOf(await world.app.valuePortfolio({ accountId })), {
        cash: moneyOf("300.0001"),
        holdingsValue: moneyOf("720.00"),
        totalValue: moneyOf("1020.0001"),
        dayChange: null,
        unrealisedGain: moneyOf("20.0001"),
        realisedGain: 0n,
        complete: true,
        asOf: world.clock.now(),
      });
    }),

    clause("a stock without a price makes the sum incomplete, never an error", async (world) => {
      const accountId = await invested(world);
      world.market.delist("MSFT");
      world.market.fail("BRK.B", 60);
      const { holdingsValue, totalValue, complete } = valueOf(await world.app.valuePortfolio({ accountId }));
      assert.deepEqual([holdingsValue, totalValue, complete], [moneyOf("99.9999"), moneyOf("400.00"), false]);
    }),

    clause("says the same as the portfolio", async (world) => {
      const accountId = await invested(world);
      world.market.fail("AAPL", 60);
      const { lines, ...sums } = valueOf(await world.app.viewPortfolio({ accountId }));
      assert.equal(lines.length, 3);
      assert.deepEqual(valueOf(await world.app.valuePortfolio({ accountId })), sums);
    }),

    clause("an account without entries is worth nothing, completely", async (world) => {
      const { totalValue, complete } = valueOf(await world.app.valuePortfolio({ accountId: accountIdOf(404) }));
      assert.deepEqual([totalValue, complete], [0n, true]);
    }),

    clause("a blacklisted account may look", async (world) => {
      const { id: accountId } = await blacklisted(world);
      assert.equal(valueOf(await world.app.valuePortfolio({ accountId })).totalValue, moneyOf("103.00"));
    }),

    clause("a store that fails is StoreUnavailable", async (world) => {
      const accountId = await invested(world);
      const app = appWith(world, { portfolios: BROKEN_STORE });
      assert.equal(errorOf(await app.valuePortfolio({ accountId })).kind, "StoreUnavailable");
    }),

    ...gainClauses((app, command) => app.valuePortfolio(command)),
    ...pastDays((app, command) => app.valuePortfolio(command)),
  ],
};
