import { scryptPasswords } from "@bourse/adapters/scrypt";
import type { Password, PasswordHash } from "@bourse/core";
import { valueOf } from "@bourse/testkit";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

const SMALL = { logN: 4, r: 8, p: 1 };
const OTHER = { logN: 5, r: 8, p: 1 };
const passwords = scryptPasswords({ parameters: SMALL, allowed: [], waiting: 1000 });

const hashOf = async (text: string, by = passwords) => valueOf(await by.hash(text as Password));
const verifies = async (text: string, hash: PasswordHash | null, by = passwords) =>
  valueOf(await by.verify(text, hash));

describe("a password", () => {
  it("verifies against its hash and no other does", async () => {
    const hash = await hashOf("correct horse");
    expect(await verifies("correct horse", hash)).toBe(true);
    expect(await verifies("correct horsf", hash)).toBe(false);
    expect(await verifies("", hash)).toBe(false);
  });

  it("hashes differently each time, to a text without it", async () => {
    const [one, other] = [await hashOf("correct horse"), await hashOf("correct horse")];
    expect(one).not.toBe(other);
    expect(Buffer.from(one, "base64").toString("latin1")).not.toContain("correct horse");
  });

  it("typed as one code point or as two is the same", async () => {
    expect(await verifies("cafe\u0301 au lait", await hashOf("caf\u00E9 au lait"))).toBe(true);
    expect(await verifies("caf\u00E9 au lait", await hashOf("cafe\u0301 au lait"))).toBe(true);
  });

  it("counts in each of its characters, also those that only look alike", async () => {
    const last = "\u{1F40E}".repeat(127);
    expect(await verifies(`${last}b`, await hashOf(`${last}a`))).toBe(false);
    expect(await verifies("password1", await hashOf("password\u2460"))).toBe(false);
    expect(await verifies("password\0", await hashOf("password"))).toBe(false);
    expect(await verifies("password", await hashOf("password\0"))).toBe(false);
    expect(await verifies("password\uD801", await hashOf("password\uD800"))).toBe(false);
    expect(await verifies("password\uFFFD", await hashOf("password\uD800"))).toBe(false);
    expect(await verifies("password\uD800\0", await hashOf("password\uD800\0"))).toBe(true);
  });

  it("of any characters verifies, and none that differs from it in NFC does", () => {
    const text = fc.string({ unit: "binary", minLength: 8, maxLength: 20 });
    return fc.assert(
      fc.asyncProperty(text, text, async (one, other) => {
        const hash = await hashOf(one);
        expect(await verifies(one, hash)).toBe(true);
        expect(await verifies(other, hash)).toBe(one.normalize("NFC") === other.normalize("NFC"));
      }),
    );
  });
});

describe("a hash", () => {
  it("is the base64 of scrypt's format, with logN 17, r 8 and p 1 unless told otherwise", async () => {
    const strong = scryptPasswords();
    const hash = await hashOf("correct horse", strong);
    const bytes = Buffer.from(hash, "base64");
    expect(bytes).toHaveLength(96);
    expect(bytes.subarray(0, 16).toString("hex")).toBe(`${Buffer.from("scrypt").toString("hex")}00110000000800000001`);
    expect(await verifies("correct horse", hash, strong)).toBe(true);
    expect(await verifies("correct horse", hash)).toBe(false);
  });

  it("of other parameters verifies only where they are allowed", async () => {
    const hash = await hashOf("correct horse", scryptPasswords({ parameters: OTHER }));
    expect(await verifies("correct horse", hash)).toBe(false);
    expect(await verifies("correct horse", hash, scryptPasswords({ parameters: SMALL, allowed: [OTHER] }))).toBe(true);
  });

  it("that asks for gigabytes is refused before any work", async () => {
    const planted = Buffer.from(await hashOf("correct horse"), "base64");
    planted.writeUInt8(30, 7);
    planted.writeUInt32BE(1_000_000, 8);
    expect(await verifies("correct horse", planted.toString("base64") as PasswordHash)).toBe(false);
  });

  it("that is none never verifies", () => {
    const garbage = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.base64String(),
      fc.uint8Array({ minLength: 96, maxLength: 96 }).map((bytes) => Buffer.from(bytes).toString("base64")),
    );
    return fc.assert(
      fc.asyncProperty(garbage, async (text) => {
        expect(await verifies("correct horse", text as PasswordHash)).toBe(false);
      }),
    );
  });

  it("changed in any bit, or in its spelling, never verifies", async () => {
    const hash = await hashOf("correct horse");
    await fc.assert(
      fc.asyncProperty(fc.nat(95), fc.nat(7), async (place, bit) => {
        const bytes = Buffer.from(hash, "base64");
        bytes.writeUInt8(bytes.readUInt8(place) ^ (1 << bit), place);
        expect(await verifies("correct horse", bytes.toString("base64") as PasswordHash)).toBe(false);
      }),
    );
    for (const respelled of [`${hash} `, `\n${hash}`, `${hash}=`, hash.replace(/^./, "$& ")]) {
      expect(await verifies("correct horse", respelled as PasswordHash)).toBe(false);
    }
  });

  it("that is null never verifies", async () => {
    expect(await verifies("correct horse", null)).toBe(false);
  });
});
