import assert from "node:assert/strict";
import { errorOf, racing, tally, valueOf } from "../assertions.ts";
import { clause, type Clause } from "../contract.ts";
import type { World } from "../fakes/world.ts";
import { BUSY_PASSWORDS } from "./hashing.ts";
import { appWith, failing, opened, PASSWORD, restarted } from "./stage.ts";

const HERE = "203.0.113.7";
const RIGHT = { login: "ada", password: PASSWORD };

function tooMany(retryAfter: number): unknown {
  return { kind: "TooManyAttempts", retryAfter };
}

/** So many failures from one address, each as somebody else, from number `from` on. */
async function guessing(world: World, times: number, from = 0, address = HERE): Promise<void> {
  for (let time = 0; time < times; time += 1) await failing(world, 1, { login: `guess-${from + time}`, address });
}

export const signInAddresses: readonly Clause<World>[] = [
  clause("fifty failures from one address, whoever as, make all from there wait", async (world) => {
    const { app } = world;
    await opened(world);
    await guessing(world, 50);
    assert.deepEqual(errorOf(await app.signIn({ ...RIGHT, address: HERE })), tooMany(15));
    assert.deepEqual(errorOf(await app.signIn({ ...RIGHT, login: "nobody", address: HERE })), tooMany(15));
    valueOf(await app.signIn({ ...RIGHT, address: "203.0.113.8" }));
    valueOf(await app.signIn(RIGHT));
    const again = await restarted(world);
    again.clock.advance(14_999);
    assert.deepEqual(errorOf(await again.app.signIn({ ...RIGHT, address: HERE })), tooMany(1));
    again.clock.advance(1);
    valueOf(await again.app.signIn({ ...RIGHT, address: HERE }));
  }),

  clause("a guesser's own successes clear nothing of it", async (world) => {
    await opened(world);
    for (let round = 0; round < 5; round += 1) {
      await guessing(world, 10, round * 10);
      if (round < 4) valueOf(await world.app.signIn({ ...RIGHT, address: HERE }));
    }
    assert.deepEqual(errorOf(await world.app.signIn({ ...RIGHT, address: HERE })), tooMany(15));
  }),

  clause("past them a success or a break costs the next one from there no wait", async (world) => {
    const { app, clock } = world;
    await opened(world);
    await guessing(world, 50);
    clock.advance(15_000);
    const busy = appWith(world, { passwords: BUSY_PASSWORDS });
    assert.equal(errorOf(await busy.signIn({ ...RIGHT, address: HERE })).kind, "PasswordsBusy");
    for (let pupil = 0; pupil < 5; pupil += 1) valueOf(await app.signIn({ ...RIGHT, address: HERE }));
    await guessing(world, 1, 50);
    assert.deepEqual(errorOf(await app.signIn({ ...RIGHT, address: HERE })), tooMany(30));
  }),

  clause("past them, of a hundred at once as a hundred people one is tried", async (world) => {
    await guessing(world, 50);
    world.clock.advance(15_000);
    const results = await racing(100, (index) =>
      world.app.signIn({ login: `other-${index}`, password: "a wrong password", address: HERE }),
    );
    assert.deepEqual(tally(results), { WrongCredentials: 1, TooManyAttempts: 99 });
  }),

  clause("whom the address makes wait, no account is charged for", async (world) => {
    await opened(world);
    await guessing(world, 50);
    for (let time = 0; time < 10; time += 1) {
      errorOf(await world.app.signIn({ login: "ada", password: "a wrong password", address: HERE }));
    }
    await failing(world, 4, { address: "203.0.113.8" });
    valueOf(await world.app.signIn(RIGHT));
  }),

  clause("whom the account makes wait, no address is charged for", async (world) => {
    await opened(world);
    await failing(world, 5);
    for (let time = 0; time < 60; time += 1) {
      assert.deepEqual(errorOf(await world.app.signIn({ ...RIGHT, address: HERE })), tooMany(15));
    }
    await guessing(world, 49);
    await opened(world, "grace");
    valueOf(await world.app.signIn({ ...RIGHT, login: "grace", address: HERE }));
  }),

  clause("an account and an address of one name are apart", async (world) => {
    await opened(world);
    await failing(world, 5, { login: HERE });
    valueOf(await world.app.signIn({ ...RIGHT, address: HERE }));
    await guessing(world, 5, 0, "nobody");
    await failing(world, 5, { login: "nobody" });
  }),
];
