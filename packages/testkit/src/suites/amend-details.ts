import assert from "node:assert/strict";
import type { App } from "@bourse/core";
import { errorOf, RACERS, racing, tally, valueOf } from "../assertions.ts";
import { accountIdOf } from "../builders.ts";
import { clause } from "../contract.ts";
import { amendCutOff } from "./crashes.ts";
import { appWith, blacklisted, BROKEN_STORE, opened, refused, rulesOf, signedIn, type Suite } from "./stage.ts";

type Changes = Omit<Parameters<App["amendDetails"]>[0], "accountId">;

const CHANGES: readonly Changes[] = [
  { username: "ada.lovelace" },
  { email: "ada.lovelace@example.com" },
  { name: "Ada Lovelace" },
  { name: null },
  { dateOfBirth: "1985-12-10" },
  { username: "grace", email: "grace@example.com", name: "Grace", dateOfBirth: "1986-12-09" },
];

const WRONG: readonly (readonly [Changes, string])[] = [
  [{}, "body not-empty"],
  [{ username: undefined, name: undefined }, "body not-empty"],
  [{ username: "a b" }, "username username"],
  [{ email: "ada" }, "email email"],
  [{ name: "" }, "name name"],
  [{ dateOfBirth: "2026-06-16" }, "dateOfBirth birth-date"],
  [{ dateOfBirth: "1990-02-30" }, "dateOfBirth date"],
];

export const amendDetailsSuite: Suite = {
  name: "amend details",
  clauses: [
    clause("changes what it is given and nothing else", async (world) => {
      const { app } = world;
      const accountId = await opened(world);
      let expected = valueOf(await app.findAccount({ askedBy: accountId, accountId }));
      for (const changes of CHANGES) {
        expected = Object.assign({}, expected, changes);
        assert.deepEqual(valueOf(await app.amendDetails({ accountId, ...changes })), expected);
        assert.deepEqual(valueOf(await app.findAccount({ askedBy: accountId, accountId })), expected);
      }
      assert.equal((await signedIn(world, "grace")).accountId, accountId);
    }),

    clause("what is wrong is InvalidInput, all of it at once, and changes nothing", async (world) => {
      const accountId = await opened(world);
      for (const [changes, rule] of WRONG) {
        const error = await refused(world, accountId, () => world.app.amendDetails({ accountId, ...changes }));
        assert.deepEqual(rulesOf(error), [rule]);
      }
      const both = { accountId, username: "", name: "", email: "grace@example.com" };
      const error = await refused(world, accountId, () => world.app.amendDetails(both));
      assert.deepEqual(rulesOf(error), ["username username", "name name"]);
    }),

    clause("nobody amends themselves below the minimum age", async (world) => {
      const accountId = await opened(world);
      const young = { accountId, name: "Young", dateOfBirth: "2005-06-16" };
      const error = await refused(world, accountId, () => world.app.amendDetails(young));
      assert.deepEqual(error, { kind: "UnderAge", minimumAge: 21 });
      valueOf(await world.app.amendDetails({ ...young, dateOfBirth: "2005-06-15" }));
      valueOf(await appWith(world, {}, { minimumAge: 0 }).amendDetails(young));
    }),

    clause("a taken username or e-mail changes nothing", async (world) => {
      const accountId = await opened(world, "ada");
      await opened(world, "zoë");
      const { app } = world;
      const username = await refused(world, accountId, () =>
        app.amendDetails({ accountId, username: "ZOE\u0308", name: "Z" }),
      );
      assert.deepEqual(username, { kind: "UsernameTaken" });
      const email = await refused(world, accountId, () =>
        app.amendDetails({ accountId, email: "ZOË@example.com", username: "free" }),
      );
      assert.deepEqual(email, { kind: "EmailTaken" });
    }),

    clause("a blacklisted e-mail is refused, and changes nothing; its own account may take it back", async (world) => {
      const { app } = world;
      const accountId = await opened(world);
      const mallory = await blacklisted(world);
      valueOf(await app.amendDetails({ accountId: mallory.id, email: "elsewhere@example.com" }));
      for (const email of [mallory.email, mallory.email.toUpperCase()]) {
        const error = await refused(world, accountId, () => app.amendDetails({ accountId, email, name: "A" }));
        assert.deepEqual(error, { kind: "EmailBlacklisted" });
      }
      const { email } = valueOf(await app.amendDetails({ accountId: mallory.id, email: mallory.email }));
      assert.equal(email, mallory.email);
    }),

    clause("one's own names may be written anew", async (world) => {
      const accountId = await opened(world, "ada");
      const amended = valueOf(await world.app.amendDetails({ accountId, username: "ADA", email: "Ada@Example.com" }));
      assert.deepEqual([amended.username, amended.email], ["ADA", "Ada@Example.com"]);
    }),

    amendCutOff,

    clause("names that are another's are refused, and leave a reset that was mailed", async (world) => {
      const { app, mail } = world;
      const accountId = await opened(world, "ada");
      await opened(world, "grace");
      valueOf(await app.requestPasswordReset({ email: "ada@example.com" }));
      const token = mail.outbox().at(-1)?.token ?? "";
      for (const changes of [{ email: "grace@example.com" }, { email: "other@example.com", username: "grace" }]) {
        assert.match(errorOf(await app.amendDetails({ accountId, ...changes })).kind, /Taken$/);
      }
      valueOf(await app.resetPassword({ token, newPassword: "another horse battery" }));
    }),

    clause("of many that take a name at once one has it", async (world) => {
      const ids = await racing(RACERS, (index) => opened(world, `person-${index}`));
      const results = await Promise.all(ids.map((accountId) => world.app.amendDetails({ accountId, username: "one" })));
      assert.deepEqual(tally(results), { ok: 1, UsernameTaken: RACERS - 1 });
    }),

    clause("a blacklisted account may amend its details and stays blacklisted", async (world) => {
      const { id: accountId } = await blacklisted(world);
      const amended = valueOf(await world.app.amendDetails({ accountId, name: "Mallory" }));
      assert.deepEqual([amended.name, amended.blacklisted], ["Mallory", true]);
    }),

    clause("an unknown or closed account is AccountNotFound", async (world) => {
      const { app } = world;
      const accountId = await opened(world);
      valueOf(await app.closeAccount({ accountId }));
      for (const gone of [accountId, accountIdOf(404)]) {
        const error = errorOf(await app.amendDetails({ accountId: gone, name: "Nobody" }));
        assert.deepEqual(error, { kind: "AccountNotFound" });
      }
    }),

    clause("a store that fails is StoreUnavailable", async (world) => {
      const accountId = await opened(world);
      const app = appWith(world, { accounts: BROKEN_STORE });
      assert.equal(errorOf(await app.amendDetails({ accountId, name: "Ada" })).kind, "StoreUnavailable");
    }),
  ],
};
