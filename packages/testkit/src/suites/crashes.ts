import assert from "node:assert/strict";
import type { AccountId, App, Session } from "@bourse/core";
import type { ResultAsync } from "neverthrow";
import { errorOf, valueOf } from "../assertions.ts";
import { clause, type Clause } from "../contract.ts";
import type { World } from "../fakes/world.ts";
import { mortal } from "./mortal.ts";
import { goesOn, opened, PASSWORD, resetToken, signedIn } from "./stage.ts";

const NEXT = "a different horse";
const NOT_FOUND = { kind: "ResetNotFound" };

type Given = { readonly app: App; readonly accountId: AccountId; readonly name: string; readonly token: string };
type After = Omit<Given, "app"> & {
  /** Those that were there before, and those that began meanwhile. */
  readonly sessions: readonly Session[];
};

/** What somebody else asks for in between, who knows the name and the password. */
type Meanwhile = (app: App, name: string, sessions: Session[]) => ResultAsync<unknown, unknown>;

const signsIn: Meanwhile = (app, name, sessions) =>
  app.signIn({ login: name, password: PASSWORD }).andTee((session) => sessions.push(session));

const asksForReset: Meanwhile = (app, name) => app.requestPasswordReset({ email: `${name}@example.com` });

/**
 * Cuts a work off at each of its writes, the last time at none; before each of them somebody else asks for something.
 * Another process then goes on over the stores as they were left.
 */
function cutOff(
  title: string,
  writes: readonly string[],
  meanwhile: Meanwhile,
  work: (given: Given) => ResultAsync<unknown, unknown>,
  prove: (world: World, after: After, isWhole: boolean) => Promise<void>,
): Clause<World> {
  return clause(title, async (world) => {
    for (let written = 0, isWhole = false; !isWhole; written += 1) {
      assert.ok(written < 20, "it writes without end");
      const name = `person-${written}`;
      const accountId = await opened(world, name);
      const sessions = [await signedIn(world, name)];
      const token = await resetToken(world, `${name}@example.com`);
      const asked: ResultAsync<unknown, unknown>[] = [];
      const { app, live } = mortal(world, writes, (here) => asked.push(meanwhile(here, name, sessions)));
      const { isDead } = await live(() => work({ app, accountId, name, token }), written);
      isWhole = !isDead;
      if (isWhole) await Promise.all(asked);
      await prove(world, { accountId, name, token, sessions }, isWhole);
    }
  });
}

async function assertAllEnded(world: World, { sessions, name }: After): Promise<void> {
  const going = await Promise.all(sessions.map((session) => goesOn(world, session)));
  assert.ok(!going.includes(true), `a session of ${name} goes on: ${going.join()}`);
}

/** Neither the one that it had nor any that was mailed meanwhile; the mails of a closed account are forgotten. */
async function assertNoTokenWorks({ app, mail }: World, { name, token: first }: After): Promise<void> {
  const letters = mail.outbox().filter(({ to }) => to === `${name}@example.com`);
  for (const token of [first, ...letters.map(({ token: later }) => later)]) {
    assert.deepEqual(errorOf(await app.resetPassword({ token, newPassword: "nobody's horse" })), NOT_FOUND, name);
  }
}

async function hasChanged({ app }: World, { name }: After): Promise<boolean> {
  return (await app.signIn({ login: name, password: NEXT })).isOk();
}

export const changeCutOff: Clause<World> = cutOff(
  "wherever it is cut off, once the password has changed nobody who knew the old one is in",
  ["endAll", "drop", "replacePassword"],
  signsIn,
  ({ app, accountId }) => app.changePassword({ accountId, currentPassword: PASSWORD, newPassword: NEXT }),
  async (world, after, isWhole) => {
    const isChanged = await hasChanged(world, after);
    assert.ok(isChanged || !isWhole);
    if (isChanged) await assertAllEnded(world, after);
  },
);

export const resetCutOff: Clause<World> = cutOff(
  "wherever it is cut off, once the password has changed the token is spent, and nobody who knew the old one is in",
  ["take", "endAll", "drop", "replacePassword"],
  signsIn,
  ({ app, token }) => app.resetPassword({ token, newPassword: NEXT }),
  async (world, after, isWhole) => {
    const isChanged = await hasChanged(world, after);
    assert.ok(isChanged || !isWhole);
    if (!isChanged) return;
    await assertAllEnded(world, after);
    const again = await world.app.resetPassword({ token: after.token, newPassword: "nobody's horse" });
    assert.deepEqual(errorOf(again), NOT_FOUND);
  },
);

export const closeCutOff: Clause<World> = cutOff(
  "wherever it is cut off, once the account is closed no session and no reset of it works",
  ["close", "endAll", "drop"],
  signsIn,
  ({ app, accountId }) => app.closeAccount({ accountId }),
  async (world, after, isWhole) => {
    const isClosed = valueOf(await world.ports.accounts.find(after.accountId)) === null;
    assert.ok(isClosed || !isWhole);
    if (!isClosed) return;
    await assertAllEnded(world, after);
    await assertNoTokenWorks(world, after);
  },
);

export const amendCutOff: Clause<World> = cutOff(
  "wherever it is cut off, once the e-mail has changed no token that was mailed to the old one works",
  ["amend", "drop"],
  asksForReset,
  ({ app, accountId }) => app.amendDetails({ accountId, email: "elsewhere@example.com" }),
  async (world, after, isWhole) => {
    const account = valueOf(await world.ports.accounts.find(after.accountId));
    const isChanged = account?.email === "elsewhere@example.com";
    assert.ok(isChanged || !isWhole);
    if (isChanged) await assertNoTokenWorks(world, after);
    // Free for the next round.
    if (isChanged) valueOf(await world.app.closeAccount({ accountId: after.accountId }));
  },
);
