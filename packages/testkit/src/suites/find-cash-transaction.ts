import assert from "node:assert/strict";
import { errorOf, valueOf } from "../assertions.ts";
import { accountIdOf } from "../builders.ts";
import { clause } from "../contract.ts";
import { appWith, blacklisted, BROKEN_STORE, opened, restarted, shareholder, type Suite } from "./stage.ts";

export const findCashTransactionSuite: Suite = {
  name: "find cash transaction",
  clauses: [
    clause("finds an entry of any kind by its number, also after a restart", async (world) => {
      const accountId = await shareholder(world, "AAPL", 5);
      valueOf(await world.app.topUp({ accountId, amount: "1.00", idempotencyKey: "k" }));
      const again = await restarted(world);
      const { items } = valueOf(await again.app.listCashTransactions({ accountId }));
      assert.deepEqual(
        items.map(({ status }) => status),
        ["TOP-UP", "BUYING-SHARES", "TOP-UP"],
      );
      for (const entry of items) {
        assert.deepEqual(valueOf(await again.app.findCashTransaction({ accountId, seq: entry.seq })), entry);
      }
    }),

    clause("a number that no entry of the account has is CashTransactionNotFound", async (world) => {
      const accountId = await shareholder(world, "AAPL", 5, "ada");
      const other = await opened(world, "grace");
      for (const [id, seq] of [
        [accountId, 0],
        [accountId, 3],
        [accountId, -1],
        [accountId, 1.5],
        [other, 1],
        [accountIdOf(404), 1],
      ] as const) {
        const error = errorOf(await world.app.findCashTransaction({ accountId: id, seq }));
        assert.deepEqual(error, { kind: "CashTransactionNotFound", seq });
      }
    }),

    clause("a blacklisted account may look", async (world) => {
      const { id: accountId } = await blacklisted(world);
      assert.equal(valueOf(await world.app.findCashTransaction({ accountId, seq: 1 })).status, "TOP-UP");
    }),

    clause("a store that fails is StoreUnavailable", async (world) => {
      const accountId = await shareholder(world, "AAPL", 5);
      const app = appWith(world, { ledger: BROKEN_STORE });
      assert.equal(errorOf(await app.findCashTransaction({ accountId, seq: 1 })).kind, "StoreUnavailable");
    }),
  ],
};
