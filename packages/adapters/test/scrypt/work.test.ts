import { scryptPasswords } from "@bourse/adapters/scrypt";
import type { PasswordHash } from "@bourse/core";
import { passwordOf, valueOf } from "@bourse/testkit";
import { describe, expect, it } from "vitest";
import { computations } from "./computations.ts";

const passwords = scryptPasswords({ parameters: { logN: 4, r: 8, p: 1 }, allowed: [] });
const stronger = scryptPasswords({ parameters: { logN: 5, r: 8, p: 1 } });

describe("the work of a verification", () => {
  it("is done for a right password, a wrong one, no hash, and a hash that cannot verify", async () => {
    const hash = valueOf(await passwords.hash(passwordOf("correct horse")));
    const foreign = valueOf(await stronger.hash(passwordOf("correct horse")));
    expect(await computations(() => passwords.verify("correct horse", hash))).toBe(1);
    expect(await computations(() => passwords.verify("wrong", hash))).toBe(1);
    expect(await computations(() => passwords.verify("correct horse", null))).toBe(1);
    expect(await computations(() => passwords.verify("correct horse", foreign))).toBe(1);
    expect(await computations(() => passwords.verify("correct horse", "none" as PasswordHash))).toBe(1);
  });
});
