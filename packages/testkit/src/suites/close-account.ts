import assert from "node:assert/strict";
import { errorOf, RACERS, racing, tally, valueOf } from "../assertions.ts";
import { accountIdOf } from "../builders.ts";
import { clause } from "../contract.ts";
import { closeCutOff } from "./crashes.ts";
import {
  appWith,
  blacklisted,
  BROKEN_STORE,
  funded,
  goesOn,
  opened,
  PASSWORD,
  resetToken,
  restarted,
  shareholder,
  signedIn,
} from "./stage.ts";
import type { Suite } from "./stage.ts";

const NOT_FOUND = { kind: "AccountNotFound" };

export const closeAccountSuite: Suite = {
  name: "close account",
  clauses: [
    clause("forgets the person, and ends every session", async (world) => {
      const { app } = world;
      const accountId = await opened(world, "ada");
      const graceId = await opened(world, "grace");
      const sessions = [await signedIn(world), await signedIn(world), await signedIn(world, "grace")];
      valueOf(await app.closeAccount({ accountId }));
      assert.deepEqual(errorOf(await app.findAccount({ askedBy: accountId, accountId })), NOT_FOUND);
      const signIn = errorOf(await app.signIn({ login: "ada", password: PASSWORD }));
      assert.deepEqual(signIn, { kind: "WrongCredentials" });
      const going = await Promise.all(sessions.map((session) => goesOn(world, session)));
      assert.deepEqual(going, [false, false, true]);
      assert.equal(valueOf(await app.findAccount({ askedBy: graceId, accountId: graceId })).username, "grace");
    }),

    clause("its username and e-mail are free, and whoever takes them begins with nothing", async (world) => {
      const { app } = world;
      const accountId = await funded(world, "10.00", "ada");
      valueOf(await app.closeAccount({ accountId }));
      const successor = await opened(world, "ada");
      assert.notEqual(successor, accountId);
      assert.equal(valueOf(await app.viewBalance({ accountId: successor })).cash, 0n);
    }),

    clause("a closed account does nothing", async (world) => {
      const { app } = world;
      const accountId = await shareholder(world, "AAPL", 5);
      valueOf(await app.topUp({ accountId, amount: "10.00" }));
      valueOf(await app.closeAccount({ accountId }));
      const order = { accountId, ticker: "AAPL", quantity: 1 };
      assert.deepEqual(errorOf(await app.topUp({ accountId, amount: "1.00" })), NOT_FOUND);
      assert.deepEqual(errorOf(await app.withdraw({ accountId, amount: "1.00" })), NOT_FOUND);
      assert.deepEqual(errorOf(await app.buyShares(order)), NOT_FOUND);
      assert.deepEqual(errorOf(await app.sellShares(order)), NOT_FOUND);
      assert.deepEqual(errorOf(await app.amendDetails({ accountId, name: "Ghost" })), NOT_FOUND);
    }),

    clause("a reset that was mailed before is forgotten with it", async (world) => {
      const accountId = await opened(world);
      const token = await resetToken(world);
      valueOf(await world.app.closeAccount({ accountId }));
      const { resets, resetTokens } = (await restarted(world)).ports;
      assert.equal(valueOf(await resets.find(resetTokens.fingerprint(token))), null);
    }),

    clause("the mails that are kept for its e-mail go with it, and nobody else's", async (world) => {
      const { app, mail } = world;
      const accountId = await opened(world);
      await opened(world, "grace");
      for (const name of ["ada", "grace"]) await resetToken(world, `${name}@example.com`);
      valueOf(await app.closeAccount({ accountId }));
      assert.deepEqual(
        mail.outbox().map(({ to }) => to),
        ["grace@example.com"],
      );
      assert.deepEqual(errorOf(await app.closeAccount({ accountId })), NOT_FOUND);
    }),

    clause("is done although its mails cannot be forgotten", async (world) => {
      const accountId = await opened(world);
      const session = await signedIn(world);
      const token = await resetToken(world);
      world.mail.fail(true);
      valueOf(await world.app.closeAccount({ accountId }));
      assert.equal(await goesOn(world, session), false);
      const { resets, resetTokens } = (await restarted(world)).ports;
      assert.equal(valueOf(await resets.find(resetTokens.fingerprint(token))), null);
    }),

    clause("mails are kept when the store fails to close it", async (world) => {
      const accountId = await opened(world);
      await resetToken(world);
      const { accounts } = world.ports;
      const { closeAccount } = appWith(world, {
        accounts: { ...accounts, close: () => BROKEN_STORE.close(accountId) },
      });
      assert.equal(errorOf(await closeAccount({ accountId })).kind, "StoreUnavailable");
      assert.equal(world.mail.outbox().length, 1);
    }),

    closeCutOff,

    clause("its entries stay, since they never change", async (world) => {
      const { app } = world;
      const accountId = await shareholder(world, "AAPL", 5);
      const before = valueOf(await app.listCashTransactions({ accountId }));
      valueOf(await app.closeAccount({ accountId }));
      const again = await restarted(world);
      assert.deepEqual(valueOf(await again.app.listCashTransactions({ accountId })), before);
    }),

    clause("an unknown or closed account is AccountNotFound", async (world) => {
      const accountId = await opened(world);
      assert.deepEqual(errorOf(await world.app.closeAccount({ accountId: accountIdOf(404) })), NOT_FOUND);
      const results = await racing(RACERS, () => world.app.closeAccount({ accountId }));
      assert.deepEqual(tally(results), { ok: 1, AccountNotFound: RACERS - 1 });
    }),

    clause("a blacklisted account may close", async (world) => {
      const { id: accountId } = await blacklisted(world);
      valueOf(await world.app.closeAccount({ accountId }));
    }),

    clause("stores that fail are StoreUnavailable", async (world) => {
      const accountId = await opened(world);
      const session = await signedIn(world);
      const { closeAccount } = appWith(world, { accounts: BROKEN_STORE });
      assert.equal(errorOf(await closeAccount({ accountId })).kind, "StoreUnavailable");
      assert.equal(await goesOn(world, session), true);
      const sessionless = appWith(world, { sessions: BROKEN_STORE });
      assert.equal(errorOf(await sessionless.closeAccount({ accountId })).kind, "StoreUnavailable");
      // The account is closed all the same, so its sessions no longer resume.
      assert.equal(await goesOn(world, session), false);
    }),
  ],
};
