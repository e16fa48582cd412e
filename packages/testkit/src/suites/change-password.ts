import assert from "node:assert/strict";
import type { ChangePassword } from "@bourse/core";
import { errorOf, RACERS, racing, tally, valueOf } from "../assertions.ts";
import { accountIdOf } from "../builders.ts";
import { clause } from "../contract.ts";
import { changeCutOff } from "./crashes.ts";
import { changeRaces } from "./password-races.ts";
import { BUSY_PASSWORDS, noting } from "./hashing.ts";
import {
  appWith,
  blacklisted,
  BROKEN_STORE,
  goesOn,
  opened,
  PASSWORD,
  refused,
  restarted,
  rulesOf,
  signedIn,
  type Suite,
} from "./stage.ts";

const NEXT = "a different horse";
const CHANGE: Omit<ChangePassword, "accountId"> = { currentPassword: PASSWORD, newPassword: NEXT };

export const changePasswordSuite: Suite = {
  name: "change password",
  clauses: [
    clause("from then on the new password signs in, and the old one does not", async (world) => {
      const { app } = world;
      const accountId = await opened(world);
      valueOf(await app.changePassword({ accountId, ...CHANGE }));
      assert.equal((await signedIn(world, "ada", NEXT)).accountId, accountId);
      assert.equal(errorOf(await app.signIn({ login: "ada", password: PASSWORD })).kind, "WrongCredentials");
      const again = await restarted(world);
      assert.equal((await signedIn(again, "ada", NEXT)).accountId, accountId);
    }),

    clause("ends the other sessions, keeps the one that asks, and touches no other account's", async (world) => {
      const accountId = await opened(world, "ada");
      await opened(world, "grace");
      const [asking, phone, work] = [await signedIn(world), await signedIn(world), await signedIn(world)];
      const graces = await signedIn(world, "grace");
      valueOf(await world.app.changePassword({ accountId, ...CHANGE, sessionId: asking.id }));
      const going = await Promise.all([asking, phone, work, graces].map((session) => goesOn(world, session)));
      assert.deepEqual(going, [true, false, false, true]);
    }),

    clause("asked for without a session, ends them all", async (world) => {
      const accountId = await opened(world);
      const sessions = [await signedIn(world), await signedIn(world)];
      valueOf(await world.app.changePassword({ accountId, ...CHANGE }));
      const going = await Promise.all(sessions.map((session) => goesOn(world, session)));
      assert.deepEqual(going, [false, false]);
    }),

    clause("a wrong current password changes nothing and ends no session", async (world) => {
      const accountId = await opened(world);
      const session = await signedIn(world);
      for (const currentPassword of [`${PASSWORD} `, PASSWORD.slice(1), NEXT]) {
        const wrong = { accountId, ...CHANGE, currentPassword };
        const error = await refused(world, accountId, () => world.app.changePassword(wrong));
        assert.deepEqual(error, { kind: "WrongPassword" });
      }
      assert.equal(await goesOn(world, session), true);
    }),

    clause("what is wrong with each of the three is told at once, and nobody's try is counted", async (world) => {
      const accountId = await opened(world);
      const change = { accountId, currentPassword: "", newPassword: "short", confirmation: "shorter" };
      for (let times = 0; times < 7; times += 1) {
        const error = await refused(world, accountId, () => world.app.changePassword(change));
        const rules = ["newPassword length", "currentPassword required", "confirmation equal"];
        assert.deepEqual(rulesOf(error), rules);
      }
    }),

    clause("a new password is 8 to 128 characters, and no common one", async (world) => {
      const accountId = await opened(world);
      for (const newPassword of ["", "1234567", "x".repeat(129)]) {
        const error = await refused(world, accountId, () =>
          world.app.changePassword({ accountId, ...CHANGE, newPassword }),
        );
        assert.deepEqual(rulesOf(error), ["newPassword length"]);
      }
      const common = { accountId, ...CHANGE, newPassword: "Password1" };
      assert.deepEqual(rulesOf(await refused(world, accountId, () => world.app.changePassword(common))), [
        "newPassword common",
      ]);
      valueOf(await world.app.changePassword({ accountId, ...CHANGE, newPassword: "x".repeat(128) }));
    }),

    clause(`of ${RACERS / 2} that change the password at once one does, and its own is the password`, async (world) => {
      const { app } = world;
      const accountId = await opened(world);
      const results = await racing(RACERS / 2, (index) =>
        app.changePassword({ accountId, ...CHANGE, newPassword: `${NEXT} ${index}` }),
      );
      // Those that come after it give what is no longer the password; when that is too often, they must wait.
      const { ok, WrongPassword = 0, TooManyAttempts = 0 } = tally(results);
      assert.deepEqual([ok, WrongPassword + TooManyAttempts], [1, RACERS / 2 - 1]);
      const winner = results.findIndex((result) => result.isOk());
      assert.equal((await signedIn(world, "ada", `${NEXT} ${winner}`)).accountId, accountId);
    }),

    clause("after five wrong ones even the right password must wait, longer each time", async (world) => {
      const { clock } = world;
      const accountId = await opened(world);
      const { passwords, take } = noting(world.ports.passwords);
      const { changePassword } = appWith(world, { passwords });
      const wrong = { accountId, ...CHANGE, currentPassword: "a wrong password" };
      for (let time = 0; time < 4; time += 1) errorOf(await changePassword(wrong));
      for (const retryAfter of [15, 30, 60]) {
        assert.deepEqual(errorOf(await changePassword(wrong)), { kind: "WrongPassword" });
        take();
        const error = await refused(world, accountId, () => changePassword({ accountId, ...CHANGE }));
        assert.deepEqual(error, { kind: "TooManyAttempts", retryAfter });
        assert.deepEqual(take(), []);
        clock.advance(retryAfter * 1000);
      }
      valueOf(await (await restarted(world)).app.changePassword({ accountId, ...CHANGE }));
    }),

    clause("what fails here keeps nobody from signing in, and a success clears it", async (world) => {
      const { app } = world;
      const accountId = await opened(world);
      const session = await signedIn(world);
      const wrong = { accountId, ...CHANGE, currentPassword: "a wrong password" };
      for (let time = 0; time < 5; time += 1) errorOf(await app.changePassword(wrong));
      assert.equal(errorOf(await app.changePassword(wrong)).kind, "TooManyAttempts");
      await signedIn(world);
      assert.equal(await goesOn(world, session), true);
      world.clock.advance(15_000);
      valueOf(await app.changePassword({ accountId, ...CHANGE }));
      for (let time = 0; time < 5; time += 1) {
        assert.deepEqual(errorOf(await app.changePassword(wrong)), { kind: "WrongPassword" });
      }
    }),

    clause("of twenty guesses at once five are verified, and past them, of a hundred, one", async (world) => {
      const accountId = await opened(world);
      const { passwords, take } = noting(world.ports.passwords);
      const { changePassword } = appWith(world, { passwords });
      const wrong = { accountId, ...CHANGE, currentPassword: "a wrong password" };
      assert.deepEqual(tally(await racing(20, () => changePassword(wrong))), { WrongPassword: 5, TooManyAttempts: 15 });
      assert.equal(take().length, 5);
      world.clock.advance(15_000);
      const results = await racing(100, () => changePassword(wrong));
      assert.deepEqual(tally(results), { WrongPassword: 1, TooManyAttempts: 99 });
      assert.deepEqual(take(), ["verify"]);
    }),

    changeCutOff,
    ...changeRaces,

    clause("a blacklisted account may change its password", async (world) => {
      const { id: accountId } = await blacklisted(world);
      valueOf(await world.app.changePassword({ accountId, ...CHANGE }));
      assert.equal((await signedIn(world, "mallory", NEXT)).accountId, accountId);
    }),

    clause("an unknown or closed account is AccountNotFound", async (world) => {
      const accountId = await opened(world);
      valueOf(await world.app.closeAccount({ accountId }));
      for (const gone of [accountId, accountIdOf(404)]) {
        const error = errorOf(await world.app.changePassword({ accountId: gone, ...CHANGE }));
        assert.deepEqual(error, { kind: "AccountNotFound" });
      }
    }),

    clause("while passwords are busy nothing changes", async (world) => {
      const accountId = await opened(world);
      const app = appWith(world, { passwords: BUSY_PASSWORDS });
      const error = await refused(world, accountId, () => app.changePassword({ accountId, ...CHANGE }));
      assert.deepEqual(error, { kind: "PasswordsBusy", retryAfter: 3 });
    }),

    clause("stores that fail are StoreUnavailable", async (world) => {
      const accountId = await opened(world);
      for (const store of ["accounts", "attempts", "resets", "sessions"] as const) {
        const { changePassword } = appWith(world, { [store]: BROKEN_STORE });
        const error = await refused(world, accountId, () => changePassword({ accountId, ...CHANGE }));
        assert.equal(error.kind, "StoreUnavailable", store);
      }
      await signedIn(world);
    }),
  ],
};
