import assert from "node:assert/strict";
import { errorOf, valueOf } from "../assertions.ts";
import { accountIdOf } from "../builders.ts";
import { clause } from "../contract.ts";
import { appWith, blacklisted, BROKEN_STORE, opened, restarted, signedIn, type Suite } from "./stage.ts";

export const listSessionsSuite: Suite = {
  name: "list sessions",
  clauses: [
    clause("answers the account's sessions, the newest first, also after a restart", async (world) => {
      const { app, clock } = world;
      const accountId = await opened(world, "ada");
      await opened(world, "grace");
      assert.deepEqual(valueOf(await app.listSessions({ accountId })), []);
      const first = await signedIn(world);
      clock.advance(1);
      await signedIn(world, "grace");
      const second = await signedIn(world);
      assert.deepEqual(valueOf(await app.listSessions({ accountId })), [second, first]);
      const again = await restarted(world);
      assert.deepEqual(valueOf(await again.app.listSessions({ accountId })), [second, first]);
    }),

    clause("a session is on the list until its time is over", async (world) => {
      const { app, clock } = world;
      const accountId = await opened(world);
      const first = await signedIn(world);
      clock.advance(1000);
      const second = await signedIn(world);
      clock.set(first.expiresAt);
      assert.deepEqual(valueOf(await app.listSessions({ accountId })), [second]);
      clock.set(second.expiresAt);
      assert.deepEqual(valueOf(await app.listSessions({ accountId })), []);
    }),

    clause("a session that was signed out is not on it", async (world) => {
      const accountId = await opened(world);
      const [here, there] = [await signedIn(world), await signedIn(world)];
      valueOf(await world.app.signOut({ sessionId: here.id }));
      assert.deepEqual(valueOf(await world.app.listSessions({ accountId })), [there]);
    }),

    clause("an unknown or closed account has none; a blacklisted one sees its own", async (world) => {
      const { app } = world;
      const accountId = await opened(world);
      await signedIn(world);
      valueOf(await app.closeAccount({ accountId }));
      for (const gone of [accountId, accountIdOf(404)]) {
        assert.deepEqual(valueOf(await app.listSessions({ accountId: gone })), []);
      }
      const { id } = await blacklisted(world);
      const session = await signedIn(world, "mallory");
      assert.deepEqual(valueOf(await app.listSessions({ accountId: id })), [session]);
    }),

    clause("a store that fails is StoreUnavailable", async (world) => {
      const accountId = await opened(world);
      const app = appWith(world, { sessions: BROKEN_STORE });
      assert.equal(errorOf(await app.listSessions({ accountId })).kind, "StoreUnavailable");
    }),
  ],
};
