import assert from "node:assert/strict";
import { instant } from "@bourse/core";
import { errorOf, valueOf } from "../assertions.ts";
import { sessionIdOf } from "../builders.ts";
import { clause } from "../contract.ts";
import { appWith, blacklisted, BROKEN_STORE, opened, restarted, signedIn, type Suite } from "./stage.ts";

const ENDED = { kind: "SessionEnded" };

export const resumeSessionSuite: Suite = {
  name: "resume session",
  clauses: [
    clause("answers the session and its account, also after a restart", async (world) => {
      const accountId = await opened(world);
      const session = await signedIn(world);
      const account = valueOf(await world.app.findAccount({ askedBy: accountId, accountId }));
      const resumed = { session, account };
      assert.deepEqual(valueOf(await world.app.resumeSession({ sessionId: session.id })), resumed);
      const again = await restarted(world);
      assert.deepEqual(valueOf(await again.app.resumeSession({ sessionId: session.id })), resumed);
    }),

    clause("answers the account as it is now", async (world) => {
      const accountId = await opened(world);
      const { id: sessionId } = await signedIn(world);
      valueOf(await world.app.amendDetails({ accountId, name: "Ada Lovelace" }));
      assert.equal(valueOf(await world.app.resumeSession({ sessionId })).account.name, "Ada Lovelace");
    }),

    clause("a session ends when its time is over, and not before", async (world) => {
      await opened(world);
      const { id: sessionId, expiresAt } = await signedIn(world);
      world.clock.set(instant(expiresAt - 1));
      valueOf(await world.app.resumeSession({ sessionId }));
      world.clock.set(expiresAt);
      assert.deepEqual(errorOf(await world.app.resumeSession({ sessionId })), ENDED);
    }),

    clause("a session that was signed out, or never was, is SessionEnded", async (world) => {
      await opened(world);
      const { id: sessionId } = await signedIn(world);
      valueOf(await world.app.signOut({ sessionId }));
      assert.deepEqual(errorOf(await world.app.resumeSession({ sessionId })), ENDED);
      assert.deepEqual(errorOf(await world.app.resumeSession({ sessionId: sessionIdOf(404) })), ENDED);
    }),

    clause("a session of a closed account is SessionEnded", async (world) => {
      const accountId = await opened(world);
      const { id: sessionId } = await signedIn(world);
      valueOf(await world.app.closeAccount({ accountId }));
      assert.deepEqual(errorOf(await world.app.resumeSession({ sessionId })), ENDED);
    }),

    clause("a blacklisted account's session goes on", async (world) => {
      const account = await blacklisted(world);
      const { id: sessionId } = await signedIn(world, "mallory");
      assert.deepEqual(valueOf(await world.app.resumeSession({ sessionId })).account, account);
    }),

    clause("stores that fail are StoreUnavailable", async (world) => {
      await opened(world);
      const { id: sessionId } = await signedIn(world);
      for (const broken of [{ accounts: BROKEN_STORE }, { sessions: BROKEN_STORE }]) {
        const error = errorOf(await appWith(world, broken).resumeSession({ sessionId }));
        assert.equal(error.kind, "StoreUnavailable");
      }
    }),
  ],
};
