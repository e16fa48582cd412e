import { scryptPasswords, type ScryptParameters } from "@bourse/adapters/scrypt";
import type { PasswordHash } from "@bourse/core";
import { passwordOf, valueOf } from "@bourse/testkit";
import { expect, it } from "vitest";

const passwords = scryptPasswords({ parameters: { logN: 5, r: 8, p: 2 }, allowed: [] });

async function isWeak(parameters: ScryptParameters): Promise<boolean> {
  return passwords.isWeak(valueOf(await scryptPasswords({ parameters }).hash(passwordOf("correct horse"))));
}

it.each([
  { logN: 4, r: 8, p: 2 },
  { logN: 5, r: 7, p: 2 },
  { logN: 5, r: 8, p: 1 },
  // As much work, in half the memory: cheaper to guess at on many cores.
  { logN: 4, r: 8, p: 4 },
])("a hash of logN $logN, r $r, p $p is weak beside 5, 8, 2", async (parameters) => {
  expect(await isWeak(parameters)).toBe(true);
});

it.each([
  { logN: 5, r: 8, p: 2 },
  { logN: 6, r: 8, p: 2 },
  { logN: 6, r: 8, p: 1 },
  { logN: 5, r: 16, p: 1 },
])("a hash of logN $logN, r $r, p $p is not", async (parameters) => {
  expect(await isWeak(parameters)).toBe(false);
});

it.each(["", "none", "c2NyeXB0"])("what is no hash is not weak, since it verifies nothing: %j", (text) => {
  expect(passwords.isWeak(text as PasswordHash)).toBe(false);
});
