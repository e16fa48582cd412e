import assert from "node:assert/strict";
import { errorOf, valueOf } from "../assertions.ts";
import { accountIdOf } from "../builders.ts";
import { clause } from "../contract.ts";
import { appWith, blacklisted, BROKEN_STORE, opened, restarted, shareholder, type Suite } from "./stage.ts";

export const findTradeSuite: Suite = {
  name: "find trade",
  clauses: [
    clause("finds a purchase or a sale by its number, also after a restart", async (world) => {
      const accountId = await shareholder(world, "AAPL", 5);
      const order = { accountId, ticker: "AAPL", quantity: 2, idempotencyKey: "k" };
      const { entry: sale } = valueOf(await world.app.sellShares(order));
      const purchase = valueOf(await world.app.findTrade({ accountId, seq: 2 }));
      assert.deepEqual([purchase.status, purchase.trade.quantity], ["BUYING-SHARES", 5]);
      assert.deepEqual(valueOf(await world.app.findTrade({ accountId, seq: 3 })), sale);
      const again = await restarted(world);
      assert.deepEqual(valueOf(await again.app.findTrade({ accountId, seq: 2 })), purchase);
      assert.deepEqual(valueOf(await again.app.findTrade({ accountId, seq: 3 })), sale);
    }),

    clause("an entry that moved only cash, or is not there, is TradeNotFound", async (world) => {
      const accountId = await shareholder(world, "AAPL", 5, "ada");
      const other = await opened(world, "grace");
      for (const [id, seq] of [
        [accountId, 1],
        [accountId, 0],
        [accountId, 3],
        [accountId, 1.5],
        [other, 2],
        [accountIdOf(404), 2],
      ] as const) {
        assert.deepEqual(errorOf(await world.app.findTrade({ accountId: id, seq })), { kind: "TradeNotFound", seq });
      }
    }),

    clause("a blacklisted account may look", async (world) => {
      const { id: accountId } = await blacklisted(world);
      assert.equal(valueOf(await world.app.findTrade({ accountId, seq: 2 })).trade.quantity, 3);
    }),

    clause("a store that fails is StoreUnavailable", async (world) => {
      const accountId = await shareholder(world, "AAPL", 5);
      const app = appWith(world, { ledger: BROKEN_STORE });
      assert.equal(errorOf(await app.findTrade({ accountId, seq: 2 })).kind, "StoreUnavailable");
    }),
  ],
};
