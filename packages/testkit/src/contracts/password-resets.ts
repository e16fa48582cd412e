import assert from "node:assert/strict";
import type { AccountId, PasswordReset, PasswordResets, TokenFingerprint } from "@bourse/core";
import { only, RACERS, racing, valueOf } from "../assertions.ts";
import { resetOf } from "../builders.ts";
import { clause, type Contract, type DurableSubject } from "../contract.ts";
import { contractOf } from "./handles.ts";

/** PasswordResets to be checked. */
export type PasswordResetsSubject = DurableSubject<PasswordResets> & {
  /** Opens an account that resets may be of. */
  readonly openAccount: () => Promise<AccountId>;
};

async function addAll(port: PasswordResets, ...resets: readonly PasswordReset[]): Promise<void> {
  for (const reset of resets) valueOf(await port.add(reset));
}

/** Which of the resets are found; each that is must be as it was added. */
async function waitingOf(port: PasswordResets, ...resets: readonly PasswordReset[]): Promise<PasswordReset[]> {
  const waiting: PasswordReset[] = [];
  for (const reset of resets) {
    const found = valueOf(await port.find(reset.fingerprint));
    if (found) assert.deepEqual(found, reset);
    if (found) waiting.push(reset);
  }
  return waiting;
}

const adding = [
  clause<PasswordResetsSubject>("1. an added reset is found, also after a restart", async (subject) => {
    const { port, openAccount, restart } = subject;
    const [mine, other] = [resetOf(1, await openAccount()), resetOf(2, await openAccount())];
    await addAll(port, mine, other);
    assert.deepEqual(await waitingOf(port, mine, other), [mine, other]);
    assert.deepEqual(await waitingOf(await restart(), mine, other), [mine, other]);
  }),

  clause<PasswordResetsSubject>("1. what was never added is null, however much it looks like it", async (subject) => {
    const { port, openAccount } = subject;
    const { fingerprint, ...rest } = resetOf(1, await openAccount());
    await addAll(port, { fingerprint, ...rest });
    const alike = [fingerprint.slice(1), fingerprint.slice(0, -1), fingerprint.toUpperCase(), `${fingerprint} `];
    for (const text of [...alike, "", "%", rest.accountId, "\0"]) {
      assert.equal(valueOf(await port.find(text as TokenFingerprint)), null, JSON.stringify(text));
      assert.equal(valueOf(await port.take(text as TokenFingerprint)), false, JSON.stringify(text));
    }
    assert.notEqual(valueOf(await port.find(fingerprint)), null);
  }),

  clause<PasswordResetsSubject>("1. resets of many accounts added at once are all found", async (subject) => {
    const { port, openAccount, restart } = subject;
    const accounts = await racing(RACERS, openAccount);
    const resets = accounts.map((accountId, index) => resetOf(index, accountId));
    for (const added of await Promise.all(resets.map((reset) => port.add(reset)))) valueOf(added);
    assert.deepEqual(await waitingOf(await restart(), ...resets), resets);
  }),

  clause<PasswordResetsSubject>("2. another of the account drops the one before", async (subject) => {
    const { port, openAccount, restart } = subject;
    const [accountId, bystander] = [await openAccount(), await openAccount()];
    const [first, second, third] = [1, 2, 3].map((number) => resetOf(number, accountId));
    const theirs = resetOf(4, bystander);
    assert.ok(first && second && third);
    await addAll(port, theirs, first, second, third);
    assert.deepEqual(await waitingOf(port, first, second, third, theirs), [third, theirs]);
    assert.equal(valueOf(await port.take(first.fingerprint)), false);
    assert.deepEqual(await waitingOf(await restart(), first, second, third, theirs), [third, theirs]);
  }),

  clause<PasswordResetsSubject>(`2. of ${RACERS} added at once for one account one is found`, async (subject) => {
    const { port, openAccount } = subject;
    const accountId = await openAccount();
    const resets = [...Array(RACERS).keys()].map((number) => resetOf(number, accountId));
    for (const added of await Promise.all(resets.map((reset) => port.add(reset)))) valueOf(added);
    const left = only(await waitingOf(port, ...resets));
    assert.equal(valueOf(await port.take(left.fingerprint)), true);
    assert.deepEqual(await waitingOf(port, ...resets), []);
  }),
];

const ending = [
  clause<PasswordResetsSubject>(`3. of ${RACERS} takers one is told that it has taken it`, async (subject) => {
    const { port, openAccount, restart } = subject;
    const [mine, theirs] = [resetOf(1, await openAccount()), resetOf(2, await openAccount())];
    await addAll(port, mine, theirs);
    const taken = (await racing(RACERS, () => port.take(mine.fingerprint))).map(valueOf);
    assert.equal(taken.filter(Boolean).length, 1);
    assert.deepEqual(await waitingOf(port, mine, theirs), [theirs]);
    const again = await restart();
    assert.deepEqual(await waitingOf(again, mine, theirs), [theirs]);
    assert.equal(valueOf(await again.take(mine.fingerprint)), false);
    assert.equal(valueOf(await again.take(theirs.fingerprint)), true);
  }),

  clause<PasswordResetsSubject>(
    "3. whoever takes while it is dropped takes it or does not, and it is gone",
    async (subject) => {
      const { port, openAccount } = subject;
      const reset = resetOf(1, await openAccount());
      await addAll(port, reset);
      const taking = racing(RACERS, () => port.take(reset.fingerprint));
      valueOf(await port.drop(reset.accountId));
      const taken = (await taking).map(valueOf).filter(Boolean);
      assert.ok(taken.length <= 1, `${taken.length} have taken it`);
      assert.deepEqual(await waitingOf(port, reset), []);
    },
  ),

  clause<PasswordResetsSubject>("4. drop forgets the account's reset and no other", async (subject) => {
    const { port, openAccount, restart } = subject;
    const [mine, theirs] = [resetOf(1, await openAccount()), resetOf(2, await openAccount())];
    await addAll(port, mine, theirs);
    valueOf(await port.drop(mine.accountId));
    assert.deepEqual(await waitingOf(port, mine, theirs), [theirs]);
    assert.equal(valueOf(await port.take(mine.fingerprint)), false);
    assert.deepEqual(await waitingOf(await restart(), mine, theirs), [theirs]);
  }),

  clause<PasswordResetsSubject>("4. dropping where there is none is no error", async ({ port, openAccount }) => {
    const accountId = await openAccount();
    for (const dropped of await racing(RACERS, () => port.drop(accountId))) valueOf(dropped);
    const reset = resetOf(1, accountId);
    await addAll(port, reset);
    assert.deepEqual(await waitingOf(port, reset), [reset]);
  }),
];

/** What every PasswordResets must fulfil; the numbers are the port's promises. */
export const passwordResetsContract: Contract<PasswordResetsSubject> = contractOf(
  "PasswordResets",
  { port: "object", restart: "function", openAccount: "function" },
  [...adding, ...ending],
);
