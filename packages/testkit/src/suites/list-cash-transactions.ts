import assert from "node:assert/strict";
import { valueOf } from "../assertions.ts";
import { moneyOf } from "../builders.ts";
import { clause } from "../contract.ts";
import { listClauses } from "./lists.ts";
import { funded, type Suite } from "./stage.ts";

export const listCashTransactionsSuite: Suite = {
  name: "list cash transactions",
  clauses: [
    clause("every entry moved cash, so every entry is listed, signed", async (world) => {
      const { app, market, ports } = world;
      const accountId = await funded(world, "100.00");
      market.set("F", "12.25");
      valueOf(await app.buyShares({ accountId, ticker: "F", quantity: 2 }));
      valueOf(await app.sellShares({ accountId, ticker: "F", quantity: 1 }));
      valueOf(await app.withdraw({ accountId, amount: "0.75" }));
      const { items, next } = valueOf(await app.listCashTransactions({ accountId }));
      assert.deepEqual(items, valueOf(await ports.ledger.entries({ accountId, limit: 10 })));
      assert.equal(next, null);
      assert.deepEqual(
        items.map(({ seq, status, amount, balance }) => [seq, status, amount, balance]),
        [
          [4, "WITHDRAWAL", moneyOf("-0.75"), moneyOf("87.00")],
          [3, "SELLING-SHARES", moneyOf("12.25"), moneyOf("87.75")],
          [2, "BUYING-SHARES", moneyOf("-24.50"), moneyOf("75.50")],
          [1, "TOP-UP", moneyOf("100.00"), moneyOf("100.00")],
        ],
      );
    }),

    ...listClauses({
      list: (app, command) => app.listCashTransactions(command),
      add: async ({ app }, accountId, count) => {
        for (let added = 0; added < count; added += 1) valueOf(await app.topUp({ accountId, amount: "0.01" }));
      },
      blacklistedHas: 2,
    }),
  ],
};
