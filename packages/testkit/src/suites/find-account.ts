import assert from "node:assert/strict";
import { errorOf, valueOf } from "../assertions.ts";
import { accountIdOf } from "../builders.ts";
import { clause } from "../contract.ts";
import { appWith, blacklisted, BROKEN_STORE, opened, type Suite } from "./stage.ts";

const NOT_FOUND = { kind: "AccountNotFound" };

export const findAccountSuite: Suite = {
  name: "find account",
  clauses: [
    clause("finds an account by its id, and by its e-mail however that is written", async (world) => {
      const { app } = world;
      const accountId = await opened(world, "zoë");
      await opened(world, "grace");
      const account = valueOf(await app.findAccount({ accountId }));
      assert.deepEqual([account.id, account.username], [accountId, "zoë"]);
      for (const email of ["zoë@example.com", "ZOË@EXAMPLE.COM", "zoe\u0308@example.com"]) {
        assert.deepEqual(valueOf(await app.findAccount({ email })), account);
      }
    }),

    clause("finds a blacklisted account, and says that it is", async (world) => {
      const account = await blacklisted(world);
      assert.deepEqual(valueOf(await world.app.findAccount({ accountId: account.id })), account);
    }),

    clause("an unknown id or e-mail is AccountNotFound", async (world) => {
      const { app } = world;
      await opened(world, "ada");
      assert.deepEqual(errorOf(await app.findAccount({ accountId: accountIdOf(404) })), NOT_FOUND);
      for (const email of ["nobody@example.com", "ada", "", "%", "ada@example"]) {
        assert.deepEqual(errorOf(await app.findAccount({ email })), NOT_FOUND, email);
      }
    }),

    clause("a closed account is AccountNotFound", async (world) => {
      const { app } = world;
      const accountId = await opened(world, "ada");
      valueOf(await app.closeAccount({ accountId }));
      assert.deepEqual(errorOf(await app.findAccount({ accountId })), NOT_FOUND);
      assert.deepEqual(errorOf(await app.findAccount({ email: "ada@example.com" })), NOT_FOUND);
    }),

    clause("a store that fails is StoreUnavailable", async (world) => {
      const accountId = await opened(world);
      const app = appWith(world, { accounts: BROKEN_STORE });
      assert.equal(errorOf(await app.findAccount({ accountId })).kind, "StoreUnavailable");
      assert.equal(errorOf(await app.findAccount({ email: "ada@example.com" })).kind, "StoreUnavailable");
    }),
  ],
};
