import assert from "node:assert/strict";
import { errorOf, RACERS, racing, tally, valueOf } from "../assertions.ts";
import { clause, type Clause } from "../contract.ts";
import { resetCutOff } from "./crashes.ts";
import { resetRaces } from "./password-races.ts";
import type { World } from "../fakes/world.ts";
import { BUSY_PASSWORDS, noting } from "./hashing.ts";
import { resetPasswordEnds } from "./reset-password-ends.ts";
import { alsoRestarted, appWith, blacklisted, BROKEN_STORE, failing, goesOn, opened, PASSWORD } from "./stage.ts";
import { refused, resetToken, restarted, rulesOf, signedIn, type Suite } from "./stage.ts";

const NEXT = "a different horse";
const NOT_FOUND = { kind: "ResetNotFound" };

const sets: readonly Clause<World>[] = [
  clause("from then on the new password signs in, and the old one does not", async (world) => {
    const accountId = await opened(world);
    const token = await resetToken(world);
    assert.equal(valueOf(await world.app.resetPassword({ token, newPassword: NEXT })), undefined);
    await alsoRestarted(world, async (here) => {
      assert.equal((await signedIn(here, "ada", NEXT)).accountId, accountId);
      await failing(here, 1, { password: PASSWORD });
    });
  }),

  clause("works after a restart too", async (world) => {
    await opened(world);
    const token = await resetToken(world);
    const again = await restarted(world);
    valueOf(await again.app.resetPassword({ token, newPassword: NEXT }));
    await signedIn(again, "ada", NEXT);
  }),

  clause("sets its own account's password and no other", async (world) => {
    await opened(world, "ada");
    await opened(world, "grace");
    const [adas, graces] = [await resetToken(world), await resetToken(world, "grace@example.com")];
    valueOf(await world.app.resetPassword({ token: adas, newPassword: NEXT }));
    await signedIn(world, "ada", NEXT);
    await signedIn(world, "grace", PASSWORD);
    valueOf(await world.app.resetPassword({ token: graces, newPassword: "a third horse" }));
    await signedIn(world, "ada", NEXT);
    await signedIn(world, "grace", "a third horse");
  }),

  clause("ends every session of the account, and none of another", async (world) => {
    const accountId = await opened(world, "ada");
    await opened(world, "grace");
    const sessions = [await signedIn(world), await signedIn(world), await signedIn(world, "grace")];
    const token = await resetToken(world);
    valueOf(await world.app.resetPassword({ token, newPassword: NEXT }));
    await alsoRestarted(world, async (here) => {
      const going = await Promise.all(sessions.map((session) => goesOn(here, session)));
      assert.deepEqual(going, [false, false, true]);
      assert.deepEqual(valueOf(await here.app.listSessions({ accountId })), []);
    });
  }),

  clause("whoever has the mail need not wait out what others have failed at", async (world) => {
    await opened(world);
    await failing(world, 5);
    assert.equal(errorOf(await world.app.signIn({ login: "ada", password: PASSWORD })).kind, "TooManyAttempts");
    const token = await resetToken(world);
    valueOf(await world.app.resetPassword({ token, newPassword: NEXT }));
    await signedIn(world, "ada", NEXT);
  }),

  clause("a blacklisted account may reset its password, and stays blacklisted", async (world) => {
    const { id: accountId, email } = await blacklisted(world);
    const token = await resetToken(world, email);
    valueOf(await world.app.resetPassword({ token, newPassword: NEXT }));
    await signedIn(world, "mallory", NEXT);
    assert.equal(valueOf(await world.app.findAccount({ askedBy: accountId, accountId })).blacklisted, true);
  }),

  clause(`of ${RACERS} at once with one token one sets the password, and its own is the password`, async (world) => {
    await opened(world);
    const token = await resetToken(world);
    const results = await racing(RACERS, (index) =>
      world.app.resetPassword({ token, newPassword: `${NEXT} ${index}` }),
    );
    assert.deepEqual(tally(results), { ok: 1, ResetNotFound: RACERS - 1 });
    await signedIn(world, "ada", `${NEXT} ${results.findIndex((result) => result.isOk())}`);
  }),
];

const refusals: readonly Clause<World>[] = [
  clause("a new password is held to the rules, and a refused one does not spend the token", async (world) => {
    const accountId = await opened(world);
    const token = await resetToken(world);
    for (const [newPassword, rule] of [
      ["1234567", "length"],
      ["x".repeat(129), "length"],
      ["12345678\0", "characters"],
      ["PassWord1", "common"],
    ] as const) {
      const error = await refused(world, accountId, () => world.app.resetPassword({ token, newPassword }));
      assert.deepEqual(rulesOf(error), [`newPassword ${rule}`]);
    }
    const mistyped = { token, newPassword: "a much better one", confirmation: "a much better ome" };
    const error = await refused(world, accountId, () => world.app.resetPassword(mistyped));
    assert.deepEqual(rulesOf(error), ["confirmation equal"]);
    valueOf(await world.app.resetPassword({ token, newPassword: "🔑".repeat(128) }));
    await signedIn(world, "ada", "🔑".repeat(128));
    await failing(world, 1, { password: "🔑".repeat(127) });
  }),

  clause("a made-up token costs no hash", async (world) => {
    await opened(world);
    const { passwords, take } = noting(world.ports.passwords);
    const app = appWith(world, { passwords });
    assert.deepEqual(errorOf(await app.resetPassword({ token: "made-up", newPassword: NEXT })), NOT_FOUND);
    assert.deepEqual(take(), []);
  }),

  clause("while passwords are busy nothing changes, and the token is not spent", async (world) => {
    const accountId = await opened(world);
    const session = await signedIn(world);
    const token = await resetToken(world);
    const busy = appWith(world, { passwords: BUSY_PASSWORDS });
    const error = await refused(world, accountId, () => busy.resetPassword({ token, newPassword: NEXT }));
    assert.deepEqual(error, { kind: "PasswordsBusy", retryAfter: 3 });
    assert.equal(await goesOn(world, session), true);
    valueOf(await world.app.resetPassword({ token, newPassword: NEXT }));
  }),

  clause("stores that fail are StoreUnavailable", async (world) => {
    const accountId = await opened(world);
    const token = await resetToken(world);
    for (const store of ["accounts", "resets", "sessions"] as const) {
      const app = appWith(world, { [store]: BROKEN_STORE });
      const error = await refused(world, accountId, () => app.resetPassword({ token, newPassword: NEXT }));
      assert.equal(error.kind, "StoreUnavailable", store);
    }
    await signedIn(world);
  }),
];

export const resetPasswordSuite: Suite = {
  name: "reset password",
  clauses: [...sets, ...resetPasswordEnds, ...resetRaces, resetCutOff, ...refusals],
};
