import { listedCommonPasswords } from "@bourse/adapters/common-passwords";
import { verifyContract } from "@bourse/testkit";
import { commonPasswordsContract } from "@bourse/testkit/contracts";
import { describe, expect, it } from "vitest";

const common = listedCommonPasswords();

verifyContract(commonPasswordsContract, async () => ({ port: common }), { describe, it });

describe("the listed passwords", () => {
  it.each(["passw0rd", "trustno1", "1q2w3e4r5t", "letmein1", "abc12345", "superman", "123456", "xpcrew"])(
    "have %s",
    (password) => {
      expect(common.has(password)).toBe(true);
    },
  );

  it("have what only looks different", () => {
    expect(common.has("ＰａｓｓＷｏｒｄ１")).toBe(true);
    expect(common.has("①②③④⑤⑥⑦⑧")).toBe(true);
    expect(common.has(" password1\n")).toBe(true);
  });

  it.each(["aaaaaaaa", "00000000", "😀😀😀😀😀😀😀😀", "abcdefgh", "hgfedcba", "23456789", "ａｂｃｄｅｆｇｈ"])(
    "have what is one character or neighbours alone: %s",
    (password) => {
      expect(common.has(password)).toBe(true);
    },
  );

  it.each(["aaaaaaab", "abcdefgi", "acegikmo", "abababab", "a"])("have no %s for that", (password) => {
    expect(common.has(password)).toBe(false);
  });

  it("have no part of one, no two of them, and no empty one", () => {
    for (const text of ["rustno1", "wertyuio", "123456\npassword", "\n", "", " "]) {
      expect(common.has(text)).toBe(false);
    }
  });
});
