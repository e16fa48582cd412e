import assert from "node:assert/strict";
import { errorOf, valueOf } from "../assertions.ts";
import { sessionIdOf } from "../builders.ts";
import { clause } from "../contract.ts";
import { appWith, blacklisted, BROKEN_STORE, goesOn, opened, restarted, signedIn, type Suite } from "./stage.ts";

const NOT_FOUND = { kind: "SessionNotFound" };

export const endSessionSuite: Suite = {
  name: "end session",
  clauses: [
    clause("ends that session for good, and no other", async (world) => {
      const accountId = await opened(world);
      const [here, lost] = [await signedIn(world), await signedIn(world)];
      valueOf(await world.app.endSession({ accountId, sessionId: lost.id }));
      assert.deepEqual([await goesOn(world, here), await goesOn(world, lost)], [true, false]);
      assert.deepEqual(valueOf(await world.app.listSessions({ accountId })), [here]);
      const again = await restarted(world);
      assert.deepEqual([await goesOn(again, here), await goesOn(again, lost)], [true, false]);
    }),

    clause("someone else's session goes on, and is as good as none", async (world) => {
      const accountId = await opened(world, "ada");
      await opened(world, "grace");
      const theirs = await signedIn(world, "grace");
      const error = errorOf(await world.app.endSession({ accountId, sessionId: theirs.id }));
      assert.deepEqual(error, NOT_FOUND);
      assert.equal(await goesOn(world, theirs), true);
    }),

    clause("one that has ended or never was is SessionNotFound", async (world) => {
      const accountId = await opened(world);
      const { id: sessionId } = await signedIn(world);
      valueOf(await world.app.endSession({ accountId, sessionId }));
      for (const gone of [sessionId, sessionIdOf(404)]) {
        assert.deepEqual(errorOf(await world.app.endSession({ accountId, sessionId: gone })), NOT_FOUND);
      }
    }),

    clause("one may end the session by which one asks, and a blacklisted account its own", async (world) => {
      const { id: accountId } = await blacklisted(world);
      const session = await signedIn(world, "mallory");
      valueOf(await world.app.endSession({ accountId, sessionId: session.id }));
      assert.equal(await goesOn(world, session), false);
    }),

    clause("a store that fails is StoreUnavailable, and the session goes on", async (world) => {
      const accountId = await opened(world);
      const session = await signedIn(world);
      const app = appWith(world, { sessions: BROKEN_STORE });
      assert.equal(errorOf(await app.endSession({ accountId, sessionId: session.id })).kind, "StoreUnavailable");
      assert.equal(await goesOn(world, session), true);
    }),
  ],
};
