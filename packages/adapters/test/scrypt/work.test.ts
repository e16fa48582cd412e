import { scryptPasswords } from "@bourse/adapters/scrypt";
import type { PasswordHash } from "@bourse/core";
import { only, passwordOf, valueOf } from "@bourse/testkit";
import { describe, expect, it, vi } from "vitest";
import { scrypt } from "../../src/scrypt/library.ts";
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

  it("is never that of a planted hash, which may order gigabytes or hours", async () => {
    const hash = valueOf(await passwords.hash(passwordOf("correct horse")));
    const verify = vi.spyOn(scrypt, "verify");
    for (const [logN, r, p] of [
      [30, 8, 1],
      [4, 1_000_000, 1],
      [4, 8, 1_000_000],
      [62, 0xffff_ffff, 0xffff_ffff],
    ] as const) {
      const planted = Buffer.from(hash, "base64");
      planted.writeUInt8(logN, 7);
      planted.writeUInt32BE(r, 8);
      planted.writeUInt32BE(p, 12);
      verify.mockClear();
      const text = planted.toString("base64") as PasswordHash;
      expect(await computations(() => passwords.verify("correct horse", text))).toBe(1);
      const [computed] = only(verify.mock.calls);
      expect(scrypt.viewParams(computed)).toEqual({ logN: 4, r: 8, p: 1 });
    }
    verify.mockRestore();
  });
});
