import type { Password, PasswordHash } from "@bourse/core";
import { fakePasswords, type FakePasswords } from "@bourse/testkit";
import { passwordsContract } from "@bourse/testkit/contracts";
import { okAsync } from "neverthrow";
import { describe } from "vitest";
import { passwordsSubject } from "../subjects.ts";
import { hasTeeth, type Wrong } from "./bites.ts";

function fakeWith(changed: (right: FakePasswords) => Partial<FakePasswords>): () => FakePasswords {
  return () => {
    const right = fakePasswords();
    return { ...right, ...changed(right) };
  };
}

/** Hashes something less than the password. */
function hashing(less: (password: string) => string): () => FakePasswords {
  return fakeWith((right) => ({
    hash: (password) => right.hash(less(password) as Password),
    verify: (password, hash) => right.verify(less(password), hash),
  }));
}

const EARLY = "4. nothing ends a password early, and blanks at its ends count";
const WEAK = "5. a hash of less work than new ones get is weak, and still verifies";
const NOT_MADE = "3. a hash that it did not make never verifies";

const wrongs: readonly Wrong<FakePasswords>[] = [
  [
    "cuts passwords at 72 bytes",
    hashing((password) => Buffer.from(password).subarray(0, 72).toString("latin1")),
    "4. every character counts, to the last of the longest password",
  ],
  ["ends a password at a zero", hashing((password) => password.split("\0")[0] ?? ""), EARLY],
  ["trims passwords", hashing((password) => password.trim()), EARLY],
  ["ignores case", hashing((password) => password.toLowerCase()), EARLY],
  [
    "does no work for an unknown user",
    fakeWith((right) => ({ verify: (password, hash) => (hash ? right.verify(password, hash) : okAsync(false)) })),
    "2. verifying against null costs what a real verification does",
  ],
  [
    "lets anyone in who has no hash",
    fakeWith((right) => ({ verify: (password, hash) => (hash ? right.verify(password, hash) : okAsync(true)) })),
    "2. null never verifies",
  ],
  [
    "uses no salt",
    fakeWith((right) => {
      const made = new Map<string, PasswordHash>();
      return {
        hash: (password) => {
          const before = made.get(password);
          return before ? okAsync(before) : right.hash(password).andTee((hash) => made.set(password, hash));
        },
      };
    }),
    "1. the same password hashes differently each time",
  ],
  [
    "keeps the password in its hash",
    fakeWith((right) => ({
      hash: (password) =>
        right.hash(password).map((hash) => `${hash}$${Buffer.from(password).toString("base64")}` as PasswordHash),
      verify: (password, hash) =>
        right.verify(password, (hash?.replace(/\$[^$]*$/, "") ?? null) as PasswordHash | null),
    })),
    "1. no hash contains its password",
  ],
  [
    "believes a password that was never hashed",
    fakeWith((right) => ({
      verify: (password, hash) => right.verify(password, hash).map((right_) => right_ || password === hash),
    })),
    NOT_MADE,
  ],
  [
    "throws at a hash that it cannot read",
    fakeWith((right) => ({
      verify: (password, hash) => {
        if (hash && !hash.startsWith("fake$")) throw new Error("no hash of mine");
        return right.verify(password, hash);
      },
    })),
    NOT_MADE,
  ],
  [
    "does whatever work a hash asks for",
    fakeWith((right) => {
      const verify: FakePasswords["verify"] = (password, hash) =>
        hash?.startsWith("$scrypt$ln=31")
          ? right
              .verify(password, null)
              .andThen(() => right.verify(password, null))
              .andThen(() => right.verify(password, null))
          : right.verify(password, hash);
      return { verify };
    }),
    "3. a hash that it did not make costs no more than one it did",
  ],
  ["thinks no hash weak", fakeWith(() => ({ isWeak: () => false })), WEAK],
  [
    "refuses whoever has a weak hash",
    fakeWith((right) => ({
      verify: (password, hash) => right.verify(password, hash && right.isWeak(hash) ? null : hash),
    })),
    WEAK,
  ],
  ["thinks every hash weak", fakeWith(() => ({ isWeak: () => true })), "5. no hash that has just been made is weak"],
  [
    "throws at a hash that it cannot weigh",
    fakeWith((right) => ({
      isWeak: (hash) => {
        if (!/^(fake|weak)\$\d+\$[0-9a-f]{64}$/.test(hash)) throw new Error("no hash of mine");
        return right.isWeak(hash);
      },
    })),
    "5. a hash that it cannot read is told weak or not, and nothing is thrown",
  ],
  [
    "verifies everything",
    fakeWith(() => ({ verify: () => okAsync(true) })),
    "1. a password verifies against its own hash and no other's",
  ],
];

describe("the passwords' contract", () => {
  hasTeeth(passwordsContract, passwordsSubject, wrongs);
});
