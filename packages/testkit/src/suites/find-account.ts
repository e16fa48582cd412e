import assert from "node:assert/strict";
import type { FindAccount } from "@bourse/core";
import { errorOf, valueOf } from "../assertions.ts";
import { accountIdOf } from "../builders.ts";
import { clause } from "../contract.ts";
import type { World } from "../fakes/world.ts";
import { appWith, blacklisted, BROKEN_STORE, opened, operator, type Suite } from "./stage.ts";

const NOT_FOUND = { kind: "AccountNotFound" };

async function refusal({ app }: World, query: FindAccount): Promise<unknown> {
  return errorOf(await app.findAccount(query));
}

export const findAccountSuite: Suite = {
  name: "find account",
  clauses: [
    clause("finds one's own account by its id, and by its e-mail however that is written", async (world) => {
      const { app } = world;
      const askedBy = await opened(world, "zoë");
      await opened(world, "grace");
      const account = valueOf(await app.findAccount({ askedBy, accountId: askedBy }));
      assert.deepEqual([account.id, account.username], [askedBy, "zoë"]);
      for (const email of ["zoë@example.com", "ZOË@EXAMPLE.COM", "zoe\u0308@example.com"]) {
        assert.deepEqual(valueOf(await app.findAccount({ askedBy, email })), account);
      }
    }),

    clause("an operator finds anyone's", async (world) => {
      const { app } = world;
      const accountId = await opened(world, "zoë");
      const askedBy = await operator(world);
      const account = valueOf(await app.findAccount({ askedBy: accountId, accountId }));
      assert.deepEqual(valueOf(await app.findAccount({ askedBy, accountId })), account);
      for (const email of ["zoë@example.com", "ZOE\u0308@example.com"]) {
        assert.deepEqual(valueOf(await app.findAccount({ askedBy, email })), account);
      }
    }),

    clause("someone else's account is as good as none", async (world) => {
      const [ada, grace] = [await opened(world, "ada"), await opened(world, "grace")];
      assert.deepEqual(await refusal(world, { askedBy: ada, accountId: grace }), NOT_FOUND);
      for (const email of ["grace@example.com", "nobody@example.com"]) {
        assert.deepEqual(await refusal(world, { askedBy: ada, email }), NOT_FOUND, email);
      }
    }),

    clause("finds a blacklisted account, and says that it is", async (world) => {
      const account = await blacklisted(world);
      const query = { askedBy: account.id, accountId: account.id };
      assert.deepEqual(valueOf(await world.app.findAccount(query)), account);
      assert.equal(account.blacklisted, true);
    }),

    clause("a blacklisted operator is none", async (world) => {
      const accountId = await opened(world, "ada");
      const { id: askedBy } = await blacklisted(world, "operator");
      assert.deepEqual(await refusal(world, { askedBy, accountId }), NOT_FOUND);
      assert.equal(valueOf(await world.app.findAccount({ askedBy, accountId: askedBy })).username, "operator");
    }),

    clause("an unknown id or e-mail is AccountNotFound, to an operator too", async (world) => {
      for (const askedBy of [await opened(world, "ada"), await operator(world)]) {
        assert.deepEqual(await refusal(world, { askedBy, accountId: accountIdOf(404) }), NOT_FOUND);
        for (const email of ["nobody@example.com", "ada", "", "%", "ada@example"]) {
          assert.deepEqual(await refusal(world, { askedBy, email }), NOT_FOUND, email);
        }
      }
    }),

    clause("a closed account is AccountNotFound, and finds none", async (world) => {
      const accountId = await opened(world, "ada");
      const askedBy = await operator(world);
      valueOf(await world.app.closeAccount({ accountId }));
      for (const asking of [accountId, askedBy]) {
        assert.deepEqual(await refusal(world, { askedBy: asking, accountId }), NOT_FOUND);
        assert.deepEqual(await refusal(world, { askedBy: asking, email: "ada@example.com" }), NOT_FOUND);
      }
      assert.deepEqual(await refusal(world, { askedBy: accountId, accountId: askedBy }), NOT_FOUND);
    }),

    clause("a store that fails is StoreUnavailable", async (world) => {
      const askedBy = await opened(world);
      const { findAccount } = appWith(world, { accounts: BROKEN_STORE });
      assert.equal(errorOf(await findAccount({ askedBy, accountId: askedBy })).kind, "StoreUnavailable");
      assert.equal(errorOf(await findAccount({ askedBy, email: "ada@example.com" })).kind, "StoreUnavailable");
    }),
  ],
};
