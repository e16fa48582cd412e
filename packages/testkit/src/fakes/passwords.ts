import type { Password, PasswordHash, Passwords } from "@bourse/core";
import { ok } from "neverthrow";
import { hexDigest } from "./digest.ts";
import { later } from "./later.ts";

/** Counts what was asked, so that a test can tell work done from work skipped. */
export type FakePasswords = Passwords & {
  readonly hashes: () => number;
  readonly verifications: () => number;
  /** A hash as it was made when less work was thought enough; it still verifies. */
  readonly weakHash: (password: Password) => PasswordHash;
};

const HASH_TEXT = /^(fake|weak)\$(\d+)\$[0-9a-f]{64}$/;

/** Hashes that are quick to make: one round of SHA-256, salted by counting. Never for a real password. */
export function fakePasswords(): FakePasswords {
  let hashes = 0;
  let verifications = 0;
  return {
    hash: (password) =>
      later(() => {
        hashes += 1;
        return ok(digest(password, "fake", String(hashes)));
      }),
    isWeak: (hash) => hash.startsWith("weak$"),
    verify: (password, hash) =>
      later(() => {
        verifications += 1;
        const [, strength, salt] = HASH_TEXT.exec(hash ?? "") ?? [];
        const made = digest(password, strength ?? "fake", salt ?? "none");
        return ok(salt !== undefined && made === hash);
      }),
    hashes: () => hashes,
    verifications: () => verifications,
    weakHash: (password) => digest(password, "weak", "1"),
  };
}

function digest(password: string, strength: string, salt: string): PasswordHash {
  return `${strength}$${salt}$${hexDigest(`${strength}$${salt}$${password}`)}` as PasswordHash;
}
