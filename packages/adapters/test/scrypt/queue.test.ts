import { scryptPasswords } from "@bourse/adapters/scrypt";
import { errorOf, only, passwordOf, valueOf } from "@bourse/testkit";
import { describe, expect, it } from "vitest";

const PARAMETERS = { logN: 4, r: 8, p: 1 };
const PASSWORD = passwordOf("correct horse");

describe("passwords at once", () => {
  it("are worked on or wait, and beyond the bound are told when to come again", async () => {
    const passwords = scryptPasswords({ parameters: PARAMETERS, atOnce: 2, waiting: 3 });
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => passwords.hash(PASSWORD)));
    expect(outcomes.map((outcome) => outcome.isOk())).toStrictEqual([
      true,
      true,
      true,
      true,
      true,
      false,
      false,
      false,
    ]);
    expect(errorOf(only(outcomes.slice(7)))).toStrictEqual({ kind: "PasswordsBusy", retryAfter: 2 });
  });

  it("are welcome again once the queue has drained", async () => {
    const passwords = scryptPasswords({ parameters: PARAMETERS, atOnce: 1, waiting: 0 });
    for (let round = 0; round < 3; round += 1) {
      const [first, second] = await Promise.all([passwords.hash(PASSWORD), passwords.hash(PASSWORD)]);
      expect(first.isOk()).toBe(true);
      expect(errorOf(second)).toStrictEqual({ kind: "PasswordsBusy", retryAfter: 1 });
    }
  });

  it("are never more at once than the bound, of new ones and verified ones together", async () => {
    const passwords = scryptPasswords({ parameters: PARAMETERS, atOnce: 1, waiting: 2 });
    const hash = valueOf(await passwords.hash(PASSWORD));
    const outcomes = await Promise.all([
      passwords.hash(PASSWORD),
      passwords.verify(PASSWORD, hash),
      passwords.verify(PASSWORD, null),
      passwords.verify(PASSWORD, null),
      passwords.verify(PASSWORD, hash),
    ]);
    expect(outcomes.map((outcome) => outcome.isOk())).toStrictEqual([true, true, true, false, false]);
  });

  it("that are new keep none that is verified out, nor the other way round", async () => {
    const passwords = scryptPasswords({ parameters: PARAMETERS, atOnce: 1, waiting: 2 });
    const ended: string[] = [];
    const hashing = Array.from({ length: 9 }, () => passwords.hash(PASSWORD).andTee(() => ended.push("hash")));
    const verifying = Array.from({ length: 9 }, () =>
      passwords.verify(PASSWORD, null).andTee(() => ended.push("verify")),
    );
    await Promise.all([...hashing, ...verifying]);
    expect(ended).toStrictEqual(["hash", "verify", "hash", "verify", "hash"]);
  });
});
