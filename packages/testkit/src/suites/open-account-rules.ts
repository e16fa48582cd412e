import assert from "node:assert/strict";
import { instant, type AppError, type OpenAccount } from "@bourse/core";
import { errorOf, valueOf } from "../assertions.ts";
import { clause, type Clause } from "../contract.ts";
import type { World } from "../fakes/world.ts";
import { noting } from "./hashing.ts";
import { appWith, PASSWORD, rulesOf } from "./stage.ts";

const ADA: OpenAccount = {
  username: "ada",
  email: "ada@example.com",
  password: PASSWORD,
  dateOfBirth: "1990-05-17",
};

async function refusal({ app }: World, given: Partial<OpenAccount>): Promise<AppError> {
  return errorOf(await app.openAccount({ ...ADA, ...given }));
}

/** Opens an account with each of the values, and answers which were accepted. */
async function accepted(world: World, field: keyof OpenAccount, values: readonly string[]): Promise<string[]> {
  const good: string[] = [];
  for (const [index, value] of values.entries()) {
    const names = { username: `person-${index}`, email: `person-${index}@example.com` };
    const result = await world.app.openAccount({ ...ADA, ...names, [field]: value });
    if (result.isOk()) good.push(value);
    else assert.equal(result.error.kind, "InvalidInput", `${field} ${JSON.stringify(value)}`);
  }
  return good;
}

/** 00:00 UTC of a day, and the last millisecond of the day before. */
const MIDNIGHT = {
  "2025-03-01": instant(1_740_787_200_000),
  "2028-02-28": instant(1_835_308_800_000),
  "2028-03-01": instant(1_835_481_600_000),
  "2026-06-15": instant(1_781_481_600_000),
};

/** Whoever was born on `dateOfBirth` may open an account from `day` on, and not a millisecond sooner. */
function comesOfAge(dateOfBirth: string, day: keyof typeof MIDNIGHT): Clause<World> {
  return clause(`born on ${dateOfBirth}, a person comes of age on ${day}`, async (world) => {
    world.clock.set(instant(MIDNIGHT[day] - 1));
    assert.deepEqual(await refusal(world, { dateOfBirth }), { kind: "UnderAge", minimumAge: 21 });
    world.clock.set(MIDNIGHT[day]);
    valueOf(await world.app.openAccount({ ...ADA, dateOfBirth }));
  });
}

/** Who may open an account, and with what. */
export const openAccountRules: readonly Clause<World>[] = [
  clause("all that is wrong is said at once", async (world) => {
    const wrong = { username: "a b", email: "ada", password: "short", dateOfBirth: "yesterday", name: "" };
    const rules = ["username username", "email email", "password length", "dateOfBirth date", "name name"];
    const error = await refusal(world, { ...wrong, confirmation: "shorter" });
    assert.deepEqual(rulesOf(error), [...rules, "confirmation equal"]);
  }),

  clause("a username is 3 to 32 letters, digits, dots, dashes or underscores", async (world) => {
    const good = ["ada", "a".repeat(32), "Ada.L_1-x", "李小龍", "7up"];
    const bad = ["", "ad", "a".repeat(33), ".ada", "ada l", "ada@x", "ada\0", "ada\n", "a/b", "ada＠x", "-ada"];
    assert.deepEqual(await accepted(world, "username", [...good, ...bad]), good);
  }),

  clause("an e-mail has one @, no blanks and a domain with a dot", async (world) => {
    const good = ["a@b.co", `${"a".repeat(64)}@example.com`, "ada+b@sub.example.com", "o'hara@example.com"];
    const bad = [
      "",
      "ada",
      "@b.co",
      "a@b",
      "a@b.",
      "a@.co",
      "a b@c.de",
      "a@b@c.de",
      "a@b.c\nd",
      `${"a".repeat(65)}@b.co`,
    ];
    const long = `a@${"b".repeat(250)}.co`;
    assert.deepEqual(await accepted(world, "email", [...good, ...bad, long]), good);
  }),

  clause("an e-mail's domain is as name servers know it, so that one mailbox is not many e-mails", async (world) => {
    const label = "l".repeat(63);
    const good = ["a@xn--bcher-kva.example", "b@3-d.EXAMPLE.com", `c@${label}.com`, "d@example.co.uk"];
    assert.deepEqual(await accepted(world, "email", good), good);
    const other = ["bücher.example", "exa\uFE0Fmple.com", "example\u3002com", "ｅxample.com", "example.c\u043Em"];
    const wrong = [
      "example.com.",
      "-example.com",
      "example-.com",
      "exa_mple.com",
      `${label}l.com`,
      "exa\u00ADmple.com",
    ];
    for (const domain of [...other, ...wrong]) {
      const error = await refusal(world, { email: `ada@${domain}` });
      assert.deepEqual(rulesOf(error), ["email email-domain"], JSON.stringify(domain));
    }
  }),

  clause("neither a username nor an e-mail has a character that nobody sees", async (world) => {
    // A variation selector, three fillers that are letters, a joiner that is a mark, and marks that turn text around.
    for (const unseen of ["\uFE0F", "\u115F", "\u3164", "\uFFA0", "\u034F", "\u200D", "\u202E", "\u2066", "\u00AD"]) {
      const both = { username: `ad${unseen}a`, email: `ad${unseen}a@example.com` };
      const error = await refusal(world, both);
      assert.deepEqual(rulesOf(error), ["username username", "email email"], JSON.stringify(unseen));
    }
  }),

  clause("a password is 8 to 128 characters that a keyboard types, as people count them", async (world) => {
    const good = ["8675309x", "x".repeat(128), "        ", "🔑🎲".repeat(4), "🔑".repeat(128)];
    const bad = ["", "1234567", "x".repeat(129), "🔑".repeat(7), "🔑".repeat(129), "12345678\0", "1234567\uD800"];
    assert.deepEqual(await accepted(world, "password", [...good, ...bad]), good);
  }),

  clause("a common password is refused in any case, and told why, for no hash", async (world) => {
    const { passwords, take } = noting(world.ports.passwords);
    const app = appWith(world, { passwords });
    for (const password of ["PassWord", "PASSWORD1", "QwertyUiop", "12345678", "ILoveYou"]) {
      const error = errorOf(await app.openAccount({ ...ADA, password }));
      assert.deepEqual(rulesOf(error), ["password common"], password);
      assert.ok(error.kind === "InvalidInput" && /many people use/.test(error.problems[0]?.message ?? ""));
      assert.ok(!JSON.stringify(error).includes(password), "the answer repeats the password");
    }
    assert.deepEqual(take(), []);
  }),

  clause("a name is 1 to 100 printable characters", async (world) => {
    const good = ["A", "n".repeat(100), " Ada ", "O'Hara", "李小龍"];
    assert.deepEqual(await accepted(world, "name", [...good, "", " ", "n".repeat(101), "a\0b", "a\nb"]), good);
  }),

  clause("a date of birth is a calendar day from 1900 to today", async (world) => {
    const good = ["1900-01-01", "1904-02-29", "1990-05-17", "2000-02-29"];
    const bad = ["", "1899-12-31", "1900-02-29", "1990-13-01", "1990-04-31", "1990-5-17", "17.05.1990", "2026-06-16"];
    assert.deepEqual(await accepted(world, "dateOfBirth", [...good, ...bad]), good);
  }),

  clause("a date of birth is needed while there is a minimum age", async (world) => {
    const { dateOfBirth: _, ...rest } = ADA;
    assert.deepEqual(rulesOf(errorOf(await world.app.openAccount(rest))), ["dateOfBirth required"]);
    const app = appWith(world, {}, { minimumAge: 0 });
    assert.equal(valueOf(await app.openAccount(rest)).dateOfBirth, null);
  }),

  clause("without a minimum age the youngest may open an account", async (world) => {
    const app = appWith(world, {}, { minimumAge: 0 });
    assert.equal(valueOf(await app.openAccount({ ...ADA, dateOfBirth: "2026-06-15" })).dateOfBirth, "2026-06-15");
    const unborn = await app.openAccount({ ...ADA, username: "unborn", dateOfBirth: "2026-06-16" });
    assert.deepEqual(rulesOf(errorOf(unborn)), ["dateOfBirth birth-date"]);
  }),

  comesOfAge("2005-06-15", "2026-06-15"),
  comesOfAge("2004-02-29", "2025-03-01"),
  comesOfAge("2007-02-28", "2028-02-28"),
  comesOfAge("2007-03-01", "2028-03-01"),
];
