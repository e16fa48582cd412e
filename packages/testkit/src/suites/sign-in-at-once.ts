import assert from "node:assert/strict";
import type { Passwords } from "@bourse/core";
import { ResultAsync } from "neverthrow";
import { errorOf, racing, tally, valueOf, within } from "../assertions.ts";
import { clause, type Clause } from "../contract.ts";
import type { World } from "../fakes/world.ts";
import { noting } from "./hashing.ts";
import { appWith, failing, opened, PASSWORD } from "./stage.ts";

const RIGHT = { login: "ada", password: PASSWORD };
const WRONG = { login: "ada", password: "a wrong password" };

function tooMany(retryAfter: number): unknown {
  return { kind: "TooManyAttempts", retryAfter };
}

/** Passwords that verify nothing until they are told to. */
function held(passwords: Passwords): { readonly passwords: Passwords; readonly letGo: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  const verify: Passwords["verify"] = (password, hash) =>
    new ResultAsync(promise.then(async () => passwords.verify(password, hash)));
  return { passwords: { ...passwords, verify }, letGo: resolve };
}

/** Many sign-ins at the same time. */
export const signInAtOnce: readonly Clause<World>[] = [
  clause("while failures are free, many sign in at the same time", async (world) => {
    await opened(world);
    await failing(world, 4);
    const results = await racing(20, () => world.app.signIn(RIGHT));
    assert.deepEqual(tally(results), { ok: 20 });
  }),

  clause("of twenty guesses at once five are verified, whether or not there is such an account", async (world) => {
    await opened(world);
    const { passwords, take } = noting(world.ports.passwords);
    const app = appWith(world, { passwords });
    for (const login of ["ada", "nobody"]) {
      const results = await racing(20, () => app.signIn({ ...WRONG, login }));
      assert.deepEqual(tally(results), { WrongCredentials: 5, TooManyAttempts: 15 }, login);
      assert.deepEqual(take(), ["verify", "verify", "verify", "verify", "verify"], login);
      assert.deepEqual(errorOf(await app.signIn({ ...RIGHT, login })), tooMany(15));
    }
  }),

  clause("guesses by username and by e-mail at once count together", async (world) => {
    await opened(world);
    const logins = ["ada", "ADA", "ada@example.com", "Ada@Example.com"];
    const results = await racing(20, (index) => world.app.signIn({ ...WRONG, login: logins[index % 4] ?? "" }));
    assert.deepEqual(tally(results), { WrongCredentials: 5, TooManyAttempts: 15 });
  }),

  clause("one address, whosever accounts it asks for, leaves places for the others", async (world) => {
    await opened(world, "grace");
    const { passwords, letGo } = held(world.ports.passwords);
    const app = appWith(world, { passwords });
    const full = Promise.withResolvers<void>();
    let refusals = 0;
    const many = racing(20, async (index) => {
      const result = await app.signIn({ ...WRONG, login: `nobody-${index}`, address: "192.0.2.1" });
      if (result.isErr()) refusals += 1;
      if (refusals === 8) full.resolve();
      return result;
    });
    const another = app.signIn({ ...RIGHT, login: "grace", address: "192.0.2.2" });
    // Whoever asks before the places are taken may have one.
    await full.promise;
    const busy = errorOf(await app.signIn({ ...WRONG, login: "nobody", address: "192.0.2.1" }));
    assert.deepEqual(busy, { kind: "PasswordsBusy", retryAfter: 12 });
    letGo();
    assert.deepEqual(tally(await many), { WrongCredentials: 12, PasswordsBusy: 8 });
    valueOf(await another);
    valueOf(await app.signIn({ ...RIGHT, login: "grace", address: "192.0.2.1" }));
  }),

  clause("guesses at one account refuse nobody at another", async (world) => {
    await opened(world, "ada");
    await opened(world, "grace");
    const guesses = racing(20, () => world.app.signIn(WRONG));
    const graces = await racing(20, () => world.app.signIn({ ...RIGHT, login: "grace" }));
    assert.deepEqual(tally(graces), { ok: 20 });
    assert.deepEqual(tally(await guesses), { WrongCredentials: 5, TooManyAttempts: 15 });
  }),

  clause("a success among guesses begins the count anew, and no more than five follow it", async (world) => {
    await opened(world);
    await failing(world, 4);
    const results = await racing(20, (index) => world.app.signIn(index === 0 ? RIGHT : WRONG));
    // Whichever comes first: the right one, with five guesses after it, or one guess, which is the fifth failure.
    const { ok } = tally(results);
    const expected = ok
      ? { ok: 1, WrongCredentials: 5, TooManyAttempts: 14 }
      : { WrongCredentials: 1, TooManyAttempts: 19 };
    assert.deepEqual(tally(results), expected);
  }),

  clause("more than may wait are told when to come again, and are then welcome", async (world) => {
    await opened(world);
    const { passwords, letGo } = held(world.ports.passwords);
    const app = appWith(world, { passwords });
    let refusals = 0;
    const results = racing(100, async () => {
      const result = await app.signIn(RIGHT);
      if (result.isErr()) refusals += 1;
      if (refusals === 68) letGo();
      return result;
    });
    const all = await within(results, "refusing those who may not wait");
    assert.deepEqual(tally(all), { ok: 32, PasswordsBusy: 68 });
    const busy = all.find((result) => result.isErr());
    assert.deepEqual(busy && errorOf(busy), { kind: "PasswordsBusy", retryAfter: 32 });
    assert.deepEqual(tally(await racing(20, () => app.signIn(RIGHT))), { ok: 20 });
    valueOf(await app.signIn(RIGHT));
  }),

  clause("past that, whoever makes a hundred attempts at once makes one", async (world) => {
    await opened(world);
    await failing(world, 5);
    const { passwords, take } = noting(world.ports.passwords);
    const app = appWith(world, { passwords });
    for (const wait of [15, 30, 60]) {
      world.clock.advance(wait * 1000);
      const results = await racing(100, () => app.signIn(WRONG));
      assert.deepEqual(tally(results), { WrongCredentials: 1, TooManyAttempts: 99 });
      assert.deepEqual(take(), ["verify"]);
    }
    assert.deepEqual(errorOf(await app.signIn(RIGHT)), tooMany(120));
  }),

  clause("failures made at once all count", async (world) => {
    await opened(world);
    const results = await racing(5, () => world.app.signIn(WRONG));
    assert.deepEqual(tally(results), { WrongCredentials: 5 });
    assert.deepEqual(errorOf(await world.app.signIn(RIGHT)), tooMany(15));
  }),
];
