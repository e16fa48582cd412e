import { createHook } from "node:async_hooks";
import { availableParallelism } from "node:os";
import { scryptPasswords } from "@bourse/adapters/scrypt";
import type { Accounts } from "@bourse/core";
import { expect, it, onTestFinished } from "vitest";
import { ask, open, PASSWORD, type Person } from "./support/people.ts";
import { problemIn } from "./support/problems.ts";
import { testServer } from "./support/server.ts";

/** As many people: sign-ins to one account take turns, and never fill the queue by themselves. */
const AT_ONCE = 50;
/** What one fewer than there are cores comes to, and what the queue keeps besides. */
const MOST_HASHES = Math.max(1, availableParallelism() - 1);
const WAITING = 16;
/** Quick to compute; how many there are at once does not depend on it. */
const CHEAP = { logN: 8, r: 8, p: 1 };

/** How many hashes Node's worker threads have at the same time, from now on: the most there ever were. */
function hashesAtOnce(): () => number {
  const inFlight = new Set<number>();
  let most = 0;
  const hook = createHook({
    init: (id, type) => {
      if (type !== "SCRYPTREQUEST") return;
      inFlight.add(id);
      most = Math.max(most, inFlight.size);
    },
    before: (id) => inFlight.delete(id),
  }).enable();
  onTestFinished(() => void hook.disable());
  return () => most;
}

/** Holds sign-ins, once it is told to, until so many are there: then all come to their passwords at once. */
function held(accounts: Accounts, gate: { awaited: number }): Accounts {
  const opened = Promise.withResolvers<void>();
  const pass = async (): Promise<void> => {
    if (gate.awaited === 0) return;
    gate.awaited -= 1;
    if (gate.awaited === 0) opened.resolve();
    await opened.promise;
  };
  return {
    ...accounts,
    credentialsFor: (login) => accounts.credentialsFor(login).map((found) => pass().then(() => found)),
  };
}

it("50 sign-ins at once are never more hashes at once than one fewer than the cores, and the excess is told when to come again", async () => {
  const gate = { awaited: 0 };
  const bourse = await testServer({
    adapters: "fakes",
    ports: ({ accounts }) => ({
      accounts: held(accounts, gate),
      passwords: scryptPasswords({ parameters: CHEAP, allowed: [CHEAP] }),
    }),
  });
  onTestFinished(() => bourse.close());
  bourse.market.set("AAPL", "1.00");
  const people: Person[] = [];
  for (let index = 0; index < AT_ONCE; index += 1) people.push(await open(bourse));
  for (const person of people) await person.topUp("100.00");

  gate.awaited = AT_ONCE;
  const most = hashesAtOnce();
  const flood = people.map(({ username }) =>
    ask(bourse, "POST", "/v1/sessions", { body: { username, password: PASSWORD } }),
  );
  const orders = people.map((person) => person.trade("BUY", "AAPL", 1));
  const answers = await Promise.all(flood);

  const refused = answers.filter(({ status }) => status !== 201);
  for (const answer of refused) {
    expect([answer.status, problemIn(answer, "sign-in").code]).toStrictEqual([503, "passwords-busy"]);
    expect(Number(answer.headers["retry-after"])).toBeGreaterThan(0);
  }
  expect(most()).toBeGreaterThan(0);
  expect(most()).toBeLessThanOrEqual(MOST_HASHES);
  expect(answers.length - refused.length).toBe(most() + WAITING);
  expect((await Promise.all(orders)).map(({ status }) => status)).toStrictEqual(people.map(() => 201));
});
