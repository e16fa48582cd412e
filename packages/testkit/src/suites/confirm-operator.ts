import assert from "node:assert/strict";
import { errorOf, valueOf } from "../assertions.ts";
import { accountIdOf } from "../builders.ts";
import { clause } from "../contract.ts";
import { appWith, blacklisted, BROKEN_STORE, opened, operator, type Suite } from "./stage.ts";

const NOT_FOUND = { kind: "AccountNotFound" };

export const confirmOperatorSuite: Suite = {
  name: "confirm operator",
  clauses: [
    clause("an operator is one, by username in any case and by id, and nobody else is", async (world) => {
      const { app } = world;
      const [askedBy, ada] = [await operator(world), await opened(world, "ada")];
      assert.equal(valueOf(await app.confirmOperator({ askedBy })), undefined);
      for (const operators of [["OPERATOR"], [askedBy]]) {
        valueOf(await appWith(world, {}, { operators }).confirmOperator({ askedBy }));
      }
      for (const other of [ada, accountIdOf(404)]) {
        assert.deepEqual(errorOf(await app.confirmOperator({ askedBy: other })), NOT_FOUND);
      }
    }),

    clause("who is blacklisted or has closed is none", async (world) => {
      const { app, ports } = world;
      const { id: askedBy } = await blacklisted(world, "operator");
      assert.deepEqual(errorOf(await app.confirmOperator({ askedBy })), NOT_FOUND);
      valueOf(await ports.accounts.setBlacklisted(askedBy, false));
      valueOf(await app.confirmOperator({ askedBy }));
      valueOf(await app.closeAccount({ accountId: askedBy }));
      assert.deepEqual(errorOf(await app.confirmOperator({ askedBy })), NOT_FOUND);
    }),

    clause("a store that fails is StoreUnavailable", async (world) => {
      const askedBy = await operator(world);
      const { confirmOperator } = appWith(world, { accounts: BROKEN_STORE });
      assert.equal(errorOf(await confirmOperator({ askedBy })).kind, "StoreUnavailable");
    }),
  ],
};
