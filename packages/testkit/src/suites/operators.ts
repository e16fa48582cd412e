import assert from "node:assert/strict";
import type { Account, AccountId, AppError } from "@bourse/core";
import type { ResultAsync } from "neverthrow";
import { errorOf, valueOf } from "../assertions.ts";
import { accountIdOf } from "../builders.ts";
import { clause, type Clause } from "../contract.ts";
import type { World } from "../fakes/world.ts";
import { appWith, blacklisted, BROKEN_STORE, opened, operator } from "./stage.ts";

type Asked = { readonly askedBy: AccountId; readonly accountId: AccountId };
type Ask = (world: Pick<World, "app">, command: Asked) => ResultAsync<Account, AppError>;

async function isBlacklisted({ ports }: World, accountId: AccountId): Promise<boolean | undefined> {
  return valueOf(await ports.accounts.find(accountId))?.blacklisted;
}

/** What must hold of whatever operators alone may do to an account. */
export function operatorsOnly(ask: Ask): readonly Clause<World>[] {
  return [
    clause("to everyone but an operator it is as if there were no such account", async (world) => {
      const [accountId, other] = [await opened(world, "ada"), await opened(world, "grace")];
      const barred = await blacklisted(world);
      for (const askedBy of [accountId, other, barred.id, accountIdOf(404)]) {
        for (const asked of [accountId, barred.id, accountIdOf(404)]) {
          const error = errorOf(await ask(world, { askedBy, accountId: asked }));
          assert.deepEqual(error, { kind: "AccountNotFound" });
        }
      }
      assert.equal(await isBlacklisted(world, accountId), false);
      assert.equal(await isBlacklisted(world, barred.id), true);
    }),

    clause("an operator who is blacklisted or has closed is none", async (world) => {
      const [ada, mallory] = [await opened(world, "ada"), (await blacklisted(world)).id];
      const { id: askedBy } = await blacklisted(world, "operator");
      for (const accountId of [ada, mallory, askedBy]) {
        assert.deepEqual(errorOf(await ask(world, { askedBy, accountId })), { kind: "AccountNotFound" });
      }
      valueOf(await world.ports.accounts.setBlacklisted(askedBy, false));
      valueOf(await world.app.closeAccount({ accountId: askedBy }));
      assert.deepEqual(errorOf(await ask(world, { askedBy, accountId: ada })), { kind: "AccountNotFound" });
      assert.equal(await isBlacklisted(world, ada), false);
      assert.equal(await isBlacklisted(world, mallory), true);
    }),

    clause("a store that fails is StoreUnavailable, and nothing changes", async (world) => {
      const [ada, mallory] = [await opened(world, "ada"), (await blacklisted(world)).id];
      const askedBy = await operator(world);
      const app = appWith(world, { accounts: BROKEN_STORE });
      for (const accountId of [ada, mallory]) {
        assert.equal(errorOf(await ask({ app }, { askedBy, accountId })).kind, "StoreUnavailable");
      }
      assert.equal(await isBlacklisted(world, ada), false);
      assert.equal(await isBlacklisted(world, mallory), true);
    }),
  ];
}
