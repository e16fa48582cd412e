import assert from "node:assert/strict";
import { errorOf, valueOf } from "../assertions.ts";
import { accountIdOf } from "../builders.ts";
import { clause } from "../contract.ts";
import { operatorsOnly } from "./operators.ts";
import { alsoRestarted, blacklisted, opened, operator, PASSWORD, type Suite } from "./stage.ts";

const SUCCESSOR = { username: "successor", password: PASSWORD, dateOfBirth: "1990-05-17" };

export const reinstateSuite: Suite = {
  name: "reinstate",
  clauses: [
    clause("from the next request on the account may do all that it could, also after a restart", async (world) => {
      const { id: accountId, ...rest } = await blacklisted(world);
      const askedBy = await operator(world);
      const reinstated = { ...rest, id: accountId, blacklisted: false };
      assert.deepEqual(valueOf(await world.app.reinstate({ askedBy, accountId })), reinstated);
      await alsoRestarted(world, async ({ app }) => {
        assert.deepEqual(valueOf(await app.findAccount({ askedBy: accountId, accountId })), reinstated);
        valueOf(await app.topUp({ accountId, amount: "5.00" }));
        valueOf(await app.withdraw({ accountId, amount: "1.00" }));
        valueOf(await app.buyShares({ accountId, ticker: "AAPL", quantity: 1 }));
        valueOf(await app.sellShares({ accountId, ticker: "AAPL", quantity: 1 }));
      });
    }),

    clause("its e-mail is taken while it has it, and free once it has another", async (world) => {
      const { app } = world;
      const { id: accountId, email } = await blacklisted(world);
      valueOf(await app.reinstate({ askedBy: await operator(world), accountId }));
      assert.deepEqual(errorOf(await app.openAccount({ ...SUCCESSOR, email })), { kind: "EmailTaken" });
      valueOf(await app.amendDetails({ accountId, email: "elsewhere@example.com" }));
      valueOf(await app.openAccount({ ...SUCCESSOR, email }));
    }),

    clause("an e-mail that it had when it was blacklisted is free again", async (world) => {
      const { app } = world;
      const { id: accountId, email } = await blacklisted(world);
      valueOf(await app.amendDetails({ accountId, email: "elsewhere@example.com" }));
      valueOf(await app.reinstate({ askedBy: await operator(world), accountId }));
      valueOf(await app.openAccount({ ...SUCCESSOR, email }));
    }),

    clause("whoever was not blacklisted stays as they are", async (world) => {
      const accountId = await opened(world);
      const askedBy = await operator(world);
      const account = valueOf(await world.app.findAccount({ askedBy, accountId }));
      assert.deepEqual(valueOf(await world.app.reinstate({ askedBy, accountId })), account);
    }),

    clause("an unknown or closed account is AccountNotFound, and its e-mail stays refused", async (world) => {
      const { app } = world;
      const askedBy = await operator(world);
      const { id: accountId, email } = await blacklisted(world);
      valueOf(await app.closeAccount({ accountId }));
      for (const gone of [accountId, accountIdOf(404)]) {
        assert.deepEqual(errorOf(await app.reinstate({ askedBy, accountId: gone })), { kind: "AccountNotFound" });
      }
      assert.deepEqual(errorOf(await app.openAccount({ ...SUCCESSOR, email })), { kind: "EmailBlacklisted" });
    }),

    ...operatorsOnly(({ app }, command) => app.reinstate(command)),
  ],
};
