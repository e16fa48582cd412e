import assert from "node:assert/strict";
import { valueOf } from "../assertions.ts";
import { clause } from "../contract.ts";
import { listClauses } from "./lists.ts";
import { funded, type Suite } from "./stage.ts";

export const listTradesSuite: Suite = {
  name: "list trades",
  clauses: [
    clause("purchases and sales are listed, and nothing else", async (world) => {
      const { app, market } = world;
      const accountId = await funded(world, "100.00");
      market.set("F", "12.25");
      const bought = valueOf(await app.buyShares({ accountId, ticker: "F", quantity: 2 })).entry;
      valueOf(await app.topUp({ accountId, amount: "1.00" }));
      const sold = valueOf(await app.sellShares({ accountId, ticker: "F", quantity: 1 })).entry;
      valueOf(await app.withdraw({ accountId, amount: "1.00" }));
      const page = valueOf(await app.listTrades({ accountId }));
      assert.deepEqual(page, { items: [sold, bought], next: null });
      // The entries between that are no trades take no room on a page.
      const first = valueOf(await app.listTrades({ accountId, limit: 1 }));
      assert.deepEqual(first, { items: [sold], next: 4 });
      assert.deepEqual(valueOf(await app.listTrades({ accountId, limit: 1, before: 4 })), {
        items: [bought],
        next: null,
      });
    }),

    ...listClauses({
      list: (app, command) => app.listTrades(command),
      add: async ({ app, market }, accountId, count) => {
        market.set("F", "0.01");
        for (let added = 0; added < count; added += 1) {
          valueOf(await app.buyShares({ accountId, ticker: "F", quantity: 1 }));
        }
      },
      blacklistedHas: 1,
    }),
  ],
};
