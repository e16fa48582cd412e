import assert from "node:assert/strict";
import { errorOf, valueOf } from "../assertions.ts";
import { sessionIdOf } from "../builders.ts";
import { clause } from "../contract.ts";
import { appWith, BROKEN_STORE, goesOn, opened, restarted, signedIn, type Suite } from "./stage.ts";

export const signOutSuite: Suite = {
  name: "sign out",
  clauses: [
    clause("ends this session for good, and no other", async (world) => {
      await opened(world);
      const [here, there] = [await signedIn(world), await signedIn(world)];
      valueOf(await world.app.signOut({ sessionId: here.id }));
      assert.deepEqual([await goesOn(world, here), await goesOn(world, there)], [false, true]);
      const again = await restarted(world);
      assert.deepEqual([await goesOn(again, here), await goesOn(again, there)], [false, true]);
    }),

    clause("signing out twice, or without a session, is no error", async (world) => {
      await opened(world);
      const { id: sessionId } = await signedIn(world);
      valueOf(await world.app.signOut({ sessionId }));
      valueOf(await world.app.signOut({ sessionId }));
      valueOf(await world.app.signOut({ sessionId: sessionIdOf(404) }));
    }),

    clause("a store that fails is StoreUnavailable, and the session goes on", async (world) => {
      await opened(world);
      const session = await signedIn(world);
      const app = appWith(world, { sessions: BROKEN_STORE });
      assert.equal(errorOf(await app.signOut({ sessionId: session.id })).kind, "StoreUnavailable");
      assert.equal(await goesOn(world, session), true);
    }),
  ],
};
