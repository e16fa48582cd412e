import assert from "node:assert/strict";
import { errorOf, valueOf } from "../assertions.ts";
import { accountIdOf, moneyOf } from "../builders.ts";
import { clause } from "../contract.ts";
import { appWith, blacklisted, BROKEN_STORE, funded, opened, restarted, type Suite } from "./stage.ts";

export const viewBalanceSuite: Suite = {
  name: "view balance",
  clauses: [
    clause("answers the cash, and as of when", async (world) => {
      const { app, clock, market } = world;
      const accountId = await funded(world, "1000.00");
      market.set("AAPL", "112.0625");
      valueOf(await app.buyShares({ accountId, ticker: "AAPL", quantity: 2 }));
      valueOf(await app.withdraw({ accountId, amount: "0.01" }));
      clock.advance(5000);
      const asOf = clock.now();
      assert.deepEqual(valueOf(await app.viewBalance({ accountId })), { cash: moneyOf("775.865"), asOf });
      const again = await restarted(world);
      assert.equal(valueOf(await again.app.viewBalance({ accountId })).cash, moneyOf("775.865"));
    }),

    clause("an account without entries holds none", async (world) => {
      const accountId = await opened(world);
      for (const id of [accountId, accountIdOf(404)]) {
        assert.equal(valueOf(await world.app.viewBalance({ accountId: id })).cash, 0n);
      }
    }),

    clause("a blacklisted account may look", async (world) => {
      const { id: accountId } = await blacklisted(world);
      assert.equal(valueOf(await world.app.viewBalance({ accountId })).cash, moneyOf("100.00"));
    }),

    clause("a store that fails is StoreUnavailable", async (world) => {
      const accountId = await opened(world);
      const app = appWith(world, { portfolios: BROKEN_STORE });
      assert.equal(errorOf(await app.viewBalance({ accountId })).kind, "StoreUnavailable");
    }),
  ],
};
