import assert from "node:assert/strict";
import type { AccountId, PasswordHash, Passwords } from "@bourse/core";
import { errorOf, racing, tally, valueOf } from "../assertions.ts";
import { clause, type Clause } from "../contract.ts";
import type { World } from "../fakes/world.ts";
import { BUSY_PASSWORDS, noting } from "./hashing.ts";
import { appWith, failing, goesOn, opened, PASSWORD, signedIn } from "./stage.ts";

const RIGHT = { login: "ada", password: PASSWORD };

async function hashOf({ ports }: World, accountId: AccountId): Promise<PasswordHash | undefined> {
  return valueOf(await ports.accounts.credentialsOf(accountId))?.passwordHash;
}

/** Passwords that think the account's present hash weak. */
async function stricter(world: World, accountId: AccountId): Promise<Passwords> {
  const { passwords } = world.ports;
  const old = await hashOf(world, accountId);
  return { ...passwords, isWeak: (hash) => hash === old || passwords.isWeak(hash) };
}

export const signInWeakHashes: readonly Clause<World>[] = [
  clause("a weak hash is made again at the next sign-in, once, and no session ends", async (world) => {
    const accountId = await opened(world);
    const before = await signedIn(world);
    const old = await hashOf(world, accountId);
    const { passwords, take } = noting(await stricter(world, accountId));
    const app = appWith(world, { passwords });
    const session = valueOf(await app.signIn(RIGHT));
    assert.deepEqual(take(), ["verify", "hash"]);
    assert.notEqual(await hashOf(world, accountId), old);
    valueOf(await app.signIn(RIGHT));
    assert.deepEqual(take(), ["verify"]);
    assert.deepEqual([await goesOn(world, before), await goesOn(world, session)], [true, true]);
    await failing(world, 1);
  }),

  clause("a strong hash stays as it is", async (world) => {
    const accountId = await opened(world);
    const hash = await hashOf(world, accountId);
    await signedIn(world);
    assert.equal(await hashOf(world, accountId), hash);
  }),

  clause("whoever gives a wrong password has no hash made", async (world) => {
    const accountId = await opened(world);
    const hash = await hashOf(world, accountId);
    const { passwords, take } = noting(await stricter(world, accountId));
    errorOf(await appWith(world, { passwords }).signIn({ ...RIGHT, password: "a wrong password" }));
    assert.deepEqual(take(), ["verify"]);
    assert.equal(await hashOf(world, accountId), hash);
  }),

  clause("where there is no time to make it again, the sign-in goes well and the next one makes it", async (world) => {
    const accountId = await opened(world);
    const hash = await hashOf(world, accountId);
    const passwords = await stricter(world, accountId);
    const busy = appWith(world, { passwords: { ...passwords, hash: (password) => BUSY_PASSWORDS.hash(password) } });
    const session = valueOf(await busy.signIn(RIGHT));
    assert.equal(await goesOn(world, session), true);
    assert.equal(await hashOf(world, accountId), hash);
    valueOf(await appWith(world, { passwords }).signIn(RIGHT));
    assert.notEqual(await hashOf(world, accountId), hash);
  }),

  clause("many that sign in at once over a weak hash are all signed in", async (world) => {
    const accountId = await opened(world);
    const app = appWith(world, { passwords: await stricter(world, accountId) });
    const results = await racing(20, () => app.signIn(RIGHT));
    assert.deepEqual(tally(results), { ok: 20 });
    for (const session of results.map(valueOf)) assert.equal(await goesOn(world, session), true);
    await signedIn(world);
  }),
];
