import type { AccountId, PasswordReset, PasswordResets, TokenFingerprint } from "@bourse/core";
import { brokenClauses, fakePasswordResets } from "@bourse/testkit";
import { passwordResetsContract, type PasswordResetsSubject } from "@bourse/testkit/contracts";
import { errAsync, okAsync } from "neverthrow";
import { describe, expect, it } from "vitest";
import { passwordResetsSubject } from "../security-subjects.ts";
import { hasTeeth, type Wrong } from "./bites.ts";

function fakeWith(changed: (right: PasswordResets) => Partial<PasswordResets>): () => PasswordResets {
  return () => {
    const right = fakePasswordResets();
    return { ...right, ...changed(right) };
  };
}

/** Keeps every reset apart, whoever it is of. */
function pile(): PasswordResets {
  const all = new Map<TokenFingerprint, PasswordReset>();
  return {
    add: (reset) => okAsync(undefined).andTee(() => all.set(reset.fingerprint, reset)),
    find: (fingerprint) => okAsync(all.get(fingerprint) ?? null),
    take: (fingerprint) => okAsync(all.delete(fingerprint)),
    drop: (accountId) =>
      okAsync(undefined).andTee(() => {
        for (const [fingerprint, reset] of all) if (reset.accountId === accountId) all.delete(fingerprint);
      }),
  };
}

const FOUND = "1. an added reset is found, also after a restart";
const ONE = "3. of 64 takers one is told that it has taken it";
const DROPPED = "4. drop forgets the account's reset and no other";

const wrongs: readonly Wrong<PasswordResets>[] = [
  ["keeps all of an account's", pile, "2. another of the account drops the one before"],
  ["lets those that race pile up", pile, "2. of 64 added at once for one account one is found"],
  [
    "ignores case",
    fakeWith((right) => ({ find: (text) => right.find(text.toLowerCase() as TokenFingerprint) })),
    "1. what was never added is null, however much it looks like it",
  ],
  [
    "keeps the first of an account's",
    () => {
      const right = fakePasswordResets();
      const seen = new Set<AccountId>();
      const add: PasswordResets["add"] = (reset) => {
        if (seen.has(reset.accountId)) return okAsync(undefined);
        seen.add(reset.accountId);
        return right.add(reset);
      };
      return { ...right, add };
    },
    "2. another of the account drops the one before",
  ],
  [
    "keeps one reset for everyone",
    fakeWith((right) => {
      let last: AccountId | null = null;
      const add: PasswordResets["add"] = (reset) => {
        const before = last;
        last = reset.accountId;
        return (before && before !== last ? right.drop(before) : okAsync(undefined)).andThen(() => right.add(reset));
      };
      return { add };
    }),
    FOUND,
  ],
  [
    "looks before it takes",
    fakeWith((right) => ({
      take: (fingerprint) =>
        right.find(fingerprint).andThen((found) => (found ? right.take(fingerprint).map(() => true) : okAsync(false))),
    })),
    ONE,
  ],
  [
    "takes without taking away",
    fakeWith((right) => ({ take: (fingerprint) => right.find(fingerprint).map((found) => found !== null) })),
    ONE,
  ],
  [
    "takes what is not there",
    fakeWith((right) => ({ take: (fingerprint) => right.take(fingerprint).map(() => true) })),
    "1. what was never added is null, however much it looks like it",
  ],
  ["drops nothing", fakeWith(() => ({ drop: () => okAsync(undefined) })), DROPPED],
  [
    "drops everyone's",
    fakeWith((right) => {
      const accounts = new Set<AccountId>();
      const add: PasswordResets["add"] = (reset) => {
        accounts.add(reset.accountId);
        return right.add(reset);
      };
      const drop: PasswordResets["drop"] = (accountId) =>
        [...accounts].reduce((before, each) => before.andThen(() => right.drop(each)), right.drop(accountId));
      return { add, drop };
    }),
    DROPPED,
  ],
  [
    "minds dropping what is not there",
    fakeWith((right) => ({
      drop: () =>
        right.find("" as TokenFingerprint).andThen(() => errAsync({ kind: "StoreUnavailable" as const, cause: null })),
    })),
    "4. dropping where there is none is no error",
  ],
  [
    "mixes its times up",
    fakeWith((right) => ({
      find: (fingerprint) => right.find(fingerprint).map((found) => found && { ...found, expiresAt: found.askedAt }),
    })),
    FOUND,
  ],
];

async function forgetful(): Promise<PasswordResetsSubject> {
  return { ...(await passwordResetsSubject()), restart: async () => fakePasswordResets() };
}

describe("the password resets' contract", () => {
  hasTeeth(passwordResetsContract, passwordResetsSubject, wrongs);

  it("catches one that forgets on a restart", async () => {
    expect(await brokenClauses(passwordResetsContract, forgetful)).toContain(FOUND);
  });
});
