import assert from "node:assert/strict";
import type { AccountId, AppError } from "@bourse/core";
import type { ResultAsync } from "neverthrow";
import { errorOf, valueOf } from "../assertions.ts";
import { accountIdOf } from "../builders.ts";
import { clause } from "../contract.ts";
import type { World } from "../fakes/world.ts";
import { operatorsOnly } from "./operators.ts";
import {
  alsoRestarted,
  appWith,
  goesOn,
  opened,
  operator,
  PASSWORD,
  refused,
  restarted,
  shareholder,
  signedIn,
} from "./stage.ts";
import type { Suite } from "./stage.ts";

const NEWCOMER = { username: "newcomer", password: PASSWORD, dateOfBirth: "1990-05-17" };

/** Ada's e-mail, as anyone may write it. */
const WRITTEN = ["zoë@example.com", "ZOË@Example.com", "zoe\u0308@example.com", "ｚoë@example.com"];

async function barred(world: World, name = "zoë"): Promise<AccountId> {
  const accountId = await opened(world, name);
  valueOf(await world.app.blacklist({ askedBy: await operator(world), accountId }));
  return accountId;
}

async function assertEmailRefused({ app }: World, other: AccountId): Promise<void> {
  for (const email of WRITTEN) {
    const opening = errorOf(await app.openAccount({ ...NEWCOMER, email }));
    assert.deepEqual(opening, { kind: "EmailBlacklisted" }, email);
    const amending = errorOf(await app.amendDetails({ accountId: other, email, name: "Changed" }));
    assert.deepEqual(amending, { kind: "EmailBlacklisted" }, email);
  }
}

export const blacklistSuite: Suite = {
  name: "blacklist",
  clauses: [
    clause("answers the account as it is from then on, also after a restart", async (world) => {
      const { app } = world;
      const accountId = await opened(world);
      const before = valueOf(await app.findAccount({ askedBy: accountId, accountId }));
      const after = { ...before, blacklisted: true };
      assert.deepEqual(valueOf(await app.blacklist({ askedBy: await operator(world), accountId })), after);
      const again = await restarted(world);
      assert.deepEqual(valueOf(await again.app.findAccount({ askedBy: accountId, accountId })), after);
    }),

    clause("from the next request on, cash and shares stay where they are", async (world) => {
      const { app } = world;
      const accountId = await shareholder(world, "AAPL", 3);
      valueOf(await app.topUp({ accountId, amount: "10.00" }));
      valueOf(await app.blacklist({ askedBy: await operator(world), accountId }));
      const order = { accountId, ticker: "AAPL", quantity: 1 };
      await alsoRestarted(world, async (here) => {
        const calls: (() => ResultAsync<unknown, AppError>)[] = [
          () => here.app.topUp({ accountId, amount: "1.00" }),
          () => here.app.withdraw({ accountId, amount: "1.00" }),
          () => here.app.buyShares(order),
          () => here.app.sellShares(order),
        ];
        for (const call of calls) {
          assert.deepEqual(await refused(here, accountId, call), { kind: "AccountBlacklisted" });
        }
      });
    }),

    clause("it signs in and looks, and its sessions go on", async (world) => {
      const { app } = world;
      const accountId = await shareholder(world, "AAPL", 3);
      const session = await signedIn(world);
      valueOf(await app.blacklist({ askedBy: await operator(world), accountId }));
      assert.equal(await goesOn(world, session), true);
      assert.equal((await signedIn(world)).accountId, accountId);
      valueOf(await app.viewBalance({ accountId }));
      valueOf(await app.viewPortfolio({ accountId }));
      assert.equal(valueOf(await app.listTrades({ accountId })).items.length, 1);
      assert.equal(valueOf(await app.listSessions({ accountId })).length, 2);
    }),

    clause("its e-mail opens no other account, however it is written, also after a restart", async (world) => {
      const other = await opened(world, "grace");
      await barred(world);
      await assertEmailRefused(world, other);
      const again = await restarted(world);
      await assertEmailRefused(again, other);
      valueOf(await again.app.openAccount({ ...NEWCOMER, email: "zoe@example.com" }));
    }),

    clause("nor does it once the account has another e-mail, or is closed", async (world) => {
      const other = await opened(world, "grace");
      const accountId = await barred(world);
      valueOf(await world.app.amendDetails({ accountId, email: "elsewhere@example.com" }));
      await assertEmailRefused(world, other);
      valueOf(await world.app.amendDetails({ accountId, email: "zoë@example.com" }));
      valueOf(await world.app.closeAccount({ accountId }));
      await assertEmailRefused(world, other);
    }),

    clause("nobody else is blacklisted with it", async (world) => {
      const other = await opened(world, "grace");
      await barred(world);
      valueOf(await world.app.topUp({ accountId: other, amount: "1.00" }));
      assert.equal(valueOf(await world.app.findAccount({ askedBy: other, accountId: other })).blacklisted, false);
    }),

    clause("twice is no error", async (world) => {
      const accountId = await barred(world);
      const askedBy = (await signedIn(world, "operator")).accountId;
      assert.equal(valueOf(await world.app.blacklist({ askedBy, accountId })).blacklisted, true);
    }),

    clause("an unknown or closed account is AccountNotFound", async (world) => {
      const askedBy = await operator(world);
      const accountId = await opened(world);
      valueOf(await world.app.closeAccount({ accountId }));
      for (const gone of [accountId, accountIdOf(404)]) {
        const error = errorOf(await world.app.blacklist({ askedBy, accountId: gone }));
        assert.deepEqual(error, { kind: "AccountNotFound" });
      }
    }),

    ...operatorsOnly(({ app }, command) => app.blacklist(command)),

    clause(
      "an operator is told by id or by username, however that is written; by default there is none",
      async (world) => {
        const [accountId, askedBy] = [await opened(world), await opened(world, "zoë.op")];
        for (const operators of [[], ["zoë"], ["zoë.op@example.com"], [""], ["*"], ["zoë.op2"]]) {
          const error = errorOf(await appWith(world, {}, { operators }).blacklist({ askedBy, accountId }));
          assert.deepEqual(error, { kind: "AccountNotFound" }, operators.join());
        }
        for (const name of ["zoë.op", "ZOË.OP", "zoe\u0308.op", askedBy]) {
          valueOf(await appWith(world, {}, { operators: ["other", name] }).blacklist({ askedBy, accountId }));
          valueOf(await world.ports.accounts.setBlacklisted(accountId, false));
        }
      },
    ),
  ],
};
