import { sqliteAccounts } from "@bourse/adapters/sqlite";
import type { Accounts } from "@bourse/core";
import { accountOf, emailOf, hashOf, usernameOf, valueOf } from "@bourse/testkit";
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { newStore } from "./store.ts";
import { tracesOf } from "./traces.ts";

/** What happens to the one whose turn it is, of those that there are. */
type Step = { readonly what: "amend" | "close" | "open" | "password"; readonly who: number; readonly length: number };

const steps = fc.array(
  fc.record<Step>({
    what: fc.oneof(
      { weight: 6, arbitrary: fc.constant("open" as const) },
      { weight: 2, arbitrary: fc.constant("close" as const) },
      { weight: 1, arbitrary: fc.constantFrom("amend" as const, "password" as const) },
    ),
    who: fc.nat(),
    length: fc.integer({ min: 1, max: 40 }),
  }),
  { minLength: 1500, maxLength: 1500, size: "max" },
);

/** Everything about a person carries a number that nobody else has, so that a trace says whose it is. */
function detailsOf(number: number, length: number) {
  const mark = `(${number})`;
  return {
    username: usernameOf(`user.${number}.`),
    email: emailOf(`mail.${number}.${"x".repeat(length)}@example.com`),
    name: `name${mark}${"ö".repeat(length)}`,
    hash: hashOf(`hash${mark}${"=".repeat(length)}`),
  };
}
type Details = ReturnType<typeof detailsOf>;

const marksOf = (number: number): string[] => [
  `user.${number}.`,
  `mail.${number}.`,
  `name(${number})`,
  `hash(${number})`,
];

/** Does the steps, and answers the numbers of the details that should be in the file, and of those that should not. */
async function follow(accounts: Accounts, all: readonly Step[]) {
  const kept: { account: ReturnType<typeof accountOf>; details: Details; number: number }[] = [];
  const gone: number[] = [];
  let next = 1000;

  for (const { what, who, length } of all) {
    const at = who % Math.max(1, kept.length);
    const one = kept[at];
    const number = next++;
    const details = detailsOf(number, length);
    const { username, email, name, hash } = details;
    if (what === "open" || !one) {
      const account = accountOf(number, { username, email, name });
      valueOf(await accounts.add(account, hash));
      kept.push({ account, details, number });
      continue;
    }
    gone.push(one.number);
    kept.splice(at, 1);
    if (what === "close") {
      valueOf(await accounts.close(one.account.id));
      continue;
    }
    valueOf(await accounts.amend(one.account.id, { username, email, name }));
    expect(valueOf(await accounts.replacePassword(one.account.id, one.details.hash, hash))).toBe(true);
    kept.push({ ...one, details, number });
  }
  return { kept: kept.map(({ number }) => number), gone };
}

it("whatever order accounts are opened, amended and closed in, the file knows of those that are open alone", async () => {
  const law = fc.asyncProperty(fc.noShrink(fc.nat()), async (seed) => {
    const store = newStore();
    try {
      // Nobody pulls a plug here: what is searched is what would be written.
      store.db().pragma("synchronous = OFF");
      const all = fc.sample(steps, { seed, numRuns: 1 }).flat();
      const { kept, gone } = await follow(sqliteAccounts(store.db()), all);
      expect(gone.length).toBeGreaterThan(300);
      expect(tracesOf(store.path, kept.flatMap(marksOf))).toEqual(kept.flatMap(marksOf));
      expect(tracesOf(store.path, gone.flatMap(marksOf))).toEqual([]);
    } finally {
      await store.dispose();
    }
  });
  await fc.assert(law, { numRuns: 2 });
}, 120_000);
