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
  });

  it("have no part of one, no two of them, and no empty one", () => {
    for (const text of ["rustno1", "wertyuio", "123456\npassword", "\npassword\n", "\n", "", " ", "password1 "]) {
      expect(common.has(text)).toBe(false);
    }
  });
});
