import assert from "node:assert/strict";
import { FAILURES_KEPT, instant } from "@bourse/core";
import { errorOf, valueOf } from "../assertions.ts";
import { clause, type Clause } from "../contract.ts";
import type { World } from "../fakes/world.ts";
import { BUSY_PASSWORDS, noting } from "./hashing.ts";
import { signInLaw } from "./sign-in-law.ts";
import { appWith, failing, goesOn, opened, PASSWORD, restarted, signedIn } from "./stage.ts";

const RIGHT = { login: "ada", password: PASSWORD };
const WRONG = { login: "ada", password: "a wrong password" };

/** What five failures and then some cost, in seconds. */
const WAITS = [15, 30, 60, 120, 240, 480, 900, 900, 900];

function tooMany(retryAfter: number): unknown {
  return { kind: "TooManyAttempts", retryAfter };
}

/** What the world says to one sign-in after another, the clock going on by a second in between. */
async function answersTo(world: World, login: string, times: number): Promise<unknown[]> {
  const answers: unknown[] = [];
  for (let time = 0; time < times; time += 1) {
    answers.push(errorOf(await world.app.signIn({ ...WRONG, login })));
    world.clock.advance(1000);
  }
  return answers;
}

export const signInThrottle: readonly Clause<World>[] = [
  clause("after five failures even the right password must wait, to the millisecond", async (world) => {
    const { app, clock } = world;
    await opened(world);
    await failing(world, 5);
    assert.deepEqual(errorOf(await app.signIn(RIGHT)), tooMany(15));
    clock.advance(14_001);
    assert.deepEqual(errorOf(await app.signIn(RIGHT)), tooMany(1));
    clock.advance(998);
    assert.deepEqual(errorOf(await app.signIn(RIGHT)), tooMany(1));
    clock.advance(1);
    valueOf(await app.signIn(RIGHT));
  }),

  clause("each failure after them doubles the wait, up to fifteen minutes", async (world) => {
    await opened(world);
    await failing(world, 4);
    for (const wait of WAITS) {
      await failing(world, 1);
      assert.deepEqual(errorOf(await world.app.signIn(RIGHT)), tooMany(wait));
      world.clock.advance(wait * 1000);
    }
    await signedIn(world);
  }),

  clause("what must wait is not verified, and makes no wait longer", async (world) => {
    await opened(world);
    await failing(world, 5);
    const { passwords, take } = noting(world.ports.passwords);
    const app = appWith(world, { passwords });
    for (let time = 0; time < 20; time += 1) assert.deepEqual(errorOf(await app.signIn(WRONG)), tooMany(15));
    assert.deepEqual(take(), []);
    world.clock.advance(15_000);
    valueOf(await app.signIn(RIGHT));
  }),

  clause("it goes on after a restart", async (world) => {
    await opened(world);
    await failing(world, 3);
    const second = await restarted(world);
    await failing(second, 2);
    const third = await restarted(second);
    assert.deepEqual(errorOf(await third.app.signIn(RIGHT)), tooMany(15));
    third.clock.advance(15_000);
    await signedIn(third);
  }),

  clause("a success clears it", async (world) => {
    await opened(world);
    await failing(world, 4);
    await signedIn(world);
    await failing(world, 5);
    world.clock.advance(15_000);
    await signedIn(world);
    await failing(world, 5);
    assert.deepEqual(errorOf(await world.app.signIn(RIGHT)), tooMany(15));
  }),

  clause("failures by username and by e-mail, however written, count together", async (world) => {
    await opened(world, "zoë");
    for (const login of ["zoë", "ZOE\u0308", "zoë@example.com", "Zoë@Example.com", "ｚoë"]) {
      await failing(world, 1, { login });
    }
    for (const login of ["zoë", "zoë@example.com"]) {
      assert.deepEqual(errorOf(await world.app.signIn({ login, password: PASSWORD })), tooMany(15));
    }
  }),

  clause("an unknown name is told what a known one is, each time", async (world) => {
    await opened(world);
    const known = await answersTo(world, "ada", 30);
    assert.deepEqual(await answersTo(world, "nobody", 30), known);
    assert.deepEqual(await answersTo(world, "nobody@example.com", 30), known);
  }),

  clause("another account's sign-ins need not wait", async (world) => {
    await opened(world, "ada");
    await opened(world, "grace");
    await failing(world, 5);
    await signedIn(world, "grace");
    await failing(world, 4, { login: "grace" });
    await signedIn(world, "grace");
  }),

  clause("whoever is signed in goes on, and may change the password", async (world) => {
    const accountId = await opened(world);
    const session = await signedIn(world);
    await failing(world, 5);
    assert.equal(await goesOn(world, session), true);
    valueOf(await world.app.topUp({ accountId, amount: "1.00" }));
    const newPassword = "a different horse";
    valueOf(
      await world.app.changePassword({ accountId, currentPassword: PASSWORD, newPassword, sessionId: session.id }),
    );
    assert.equal(await goesOn(world, session), true);
  }),

  clause("a clock that is set back makes nobody wait longer", async (world) => {
    await opened(world);
    await failing(world, 5);
    world.clock.advance(-3_600_000);
    assert.deepEqual(errorOf(await world.app.signIn(RIGHT)), tooMany(15));
    world.clock.advance(15_000);
    await signedIn(world);
  }),

  clause("failures are forgotten a day after the last, and not a millisecond sooner", async (world) => {
    const { app, clock } = world;
    await opened(world);
    await failing(world, 5);
    const day = FAILURES_KEPT * 1000;
    const last = clock.now();
    clock.set(instant(last + day - 1));
    await failing(world, 1);
    assert.deepEqual(errorOf(await app.signIn(RIGHT)), tooMany(30));
    clock.set(instant(last + day - 1 + day));
    await failing(world, 5);
    assert.deepEqual(errorOf(await app.signIn(RIGHT)), tooMany(15));
  }),

  clause("an attempt that broke off is no failure, and nobody waits for it", async (world) => {
    await opened(world);
    const busy = appWith(world, { passwords: BUSY_PASSWORDS });
    const breakOff = async (): Promise<void> => assert.equal(errorOf(await busy.signIn(RIGHT)).kind, "PasswordsBusy");
    await failing(world, 4);
    await breakOff();
    await failing(world, 1);
    world.clock.advance(15_000);
    await breakOff();
    await breakOff();
    await failing(world, 1);
    assert.deepEqual(errorOf(await world.app.signIn(RIGHT)), tooMany(30));
    world.clock.advance(30_000);
    await breakOff();
    await signedIn(world);
  }),

  signInLaw,
];
