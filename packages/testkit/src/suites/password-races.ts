import assert from "node:assert/strict";
import type { AccountId, Password, Ports } from "@bourse/core";
import { ResultAsync } from "neverthrow";
import { errorOf, only, valueOf } from "../assertions.ts";
import { clause, type Clause } from "../contract.ts";
import type { World } from "../fakes/world.ts";
import { noting } from "./hashing.ts";
import { appWith, failing, goesOn, opened, PASSWORD, resetToken, signedIn } from "./stage.ts";

const NEXT = "a different horse";
const CHANGE = { currentPassword: PASSWORD, newPassword: NEXT };

/** As a sign-in does over a weak hash: another one, of the same password. */
async function hashedAgain({ ports: { accounts, passwords } }: World, accountId: AccountId): Promise<void> {
  const found = valueOf(await accounts.credentialsOf(accountId));
  assert.ok(found);
  const next = valueOf(await passwords.hash(PASSWORD as Password));
  assert.equal(valueOf(await accounts.replacePassword(accountId, found.passwordHash, next)), true);
}

/** What a call answers, once something else has been done after it. */
function then<Value, E>(call: ResultAsync<Value, E>, done: () => Promise<unknown>): ResultAsync<Value, E> {
  const both = async (): Promise<Awaited<typeof call>> => {
    const result = await call;
    await done();
    return result;
  };
  return new ResultAsync(both());
}

/** Passwords beside which the account's hash is made again, after each of so many verifications. */
function overtaken(world: World, accountId: AccountId, times: number): Ports["passwords"] {
  const { passwords } = world.ports;
  let left = times;
  return {
    ...passwords,
    verify: (password, hash) =>
      then(passwords.verify(password, hash), async () => {
        left -= 1;
        if (left >= 0) await hashedAgain(world, accountId);
      }),
  };
}

export const changeRaces: readonly Clause<World>[] = [
  clause("goes well though a sign-in makes the hash again meanwhile", async (world) => {
    const accountId = await opened(world);
    const [asking, other] = [await signedIn(world), await signedIn(world)];
    const { passwords, take } = noting(overtaken(world, accountId, 1));
    const { changePassword } = appWith(world, { passwords });
    valueOf(await changePassword({ accountId, ...CHANGE, sessionId: asking.id }));
    assert.deepEqual(take(), ["verify", "hash", "verify"]);
    assert.deepEqual([await goesOn(world, asking), await goesOn(world, other)], [true, false]);
    await signedIn(world, "ada", NEXT);
    await failing(world, 1);
  }),

  clause("tries no more than three times, and then tells when to come again", async (world) => {
    const accountId = await opened(world);
    const { passwords, take } = noting(overtaken(world, accountId, 10));
    const error = errorOf(await appWith(world, { passwords }).changePassword({ accountId, ...CHANGE }));
    assert.deepEqual(error, { kind: "PasswordsBusy", retryAfter: 1 });
    assert.deepEqual(take(), ["verify", "hash", "verify", "verify"]);
    await signedIn(world);
  }),
];

export const resetRaces: readonly Clause<World>[] = [
  clause("sets the password though a sign-in makes the hash again meanwhile", async (world) => {
    const { accounts } = world.ports;
    const accountId = await opened(world);
    const token = await resetToken(world);
    let isOvertaken = false;
    const credentialsOf: typeof accounts.credentialsOf = (id) =>
      then(accounts.credentialsOf(id), async () => {
        if (!isOvertaken) await hashedAgain(world, accountId);
        isOvertaken = true;
      });
    const app = appWith(world, { accounts: { ...accounts, credentialsOf } });
    valueOf(await app.resetPassword({ token, newPassword: NEXT }));
    await signedIn(world, "ada", NEXT);
    await failing(world, 1);
  }),
];

/** Asks for a reset while the e-mail changes, `before` or after the reset is added; answers the fingerprints. */
async function racedByAmending(world: World, accountId: AccountId, isBefore: boolean) {
  const { resets } = world.ports;
  const amend = async (): Promise<void> => {
    valueOf(await world.app.amendDetails({ accountId, email: "elsewhere@example.com" }));
    if (!isBefore) valueOf(await world.app.requestPasswordReset({ email: "elsewhere@example.com" }));
  };
  const added: Parameters<typeof resets.add>[0][] = [];
  const add: typeof resets.add = (reset) => {
    added.push(reset);
    if (!isBefore) return then(resets.add(reset), amend);
    return new ResultAsync(amend().then(async () => resets.add(reset)));
  };
  const app = appWith(world, { resets: { ...resets, add } });
  valueOf(await app.requestPasswordReset({ email: "ada@example.com" }));
  return only(added).fingerprint;
}

export const requestRaces: readonly Clause<World>[] = [
  clause(
    "when the e-mail changes meanwhile, nothing is mailed to the one before and no reset is left",
    async (world) => {
      const fingerprint = await racedByAmending(world, await opened(world), true);
      assert.deepEqual(world.mail.outbox(), []);
      assert.equal(valueOf(await world.ports.resets.find(fingerprint)), null);
    },
  ),

  clause("nor when it changes just after, and what was mailed to the new one works", async (world) => {
    const fingerprint = await racedByAmending(world, await opened(world), false);
    const { to, token } = only(world.mail.outbox());
    assert.equal(to, "elsewhere@example.com");
    assert.equal(valueOf(await world.ports.resets.find(fingerprint)), null);
    valueOf(await world.app.resetPassword({ token, newPassword: NEXT }));
    await signedIn(world, "ada", NEXT);
  }),
];
