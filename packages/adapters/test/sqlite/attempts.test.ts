import { sqliteAttempts } from "@bourse/adapters/sqlite";
import { FAILURES_KEPT, secondsAfter } from "@bourse/core";
import { manualClock, START, valueOf } from "@bourse/testkit";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { newStore, type Store } from "./store.ts";

let store: Store;
const clock = manualClock();
beforeEach(() => {
  store = newStore();
  clock.set(START);
});
afterEach(() => store.dispose());

const attempts = () => sqliteAttempts(store.db(), clock);

async function fail(key: string): Promise<void> {
  const failures = [{ count: 1, lastAt: clock.now() }];
  valueOf(await attempts().change([key], () => ({ answer: null, failures })));
}

function kept(): number {
  return Number(store.db().prepare("SELECT count(*) FROM failed_attempts").pluck().get());
}

const changes = () => Number(store.db().prepare("SELECT total_changes()").pluck().get());

describe("failures that no longer count", () => {
  it("are dropped a bounded number at a time, by those that come after", async () => {
    for (let number = 0; number < 150; number += 1) await fail(`old-${number}`);
    clock.set(secondsAfter(START, FAILURES_KEPT));
    expect(kept()).toBe(150);
    await fail("new");
    expect(kept()).toBe(51);
    await fail("newer");
    expect(kept()).toBe(2);
  });

  it("are found by their time, however many others there are", () => {
    const plan = store
      .db()
      .prepare("EXPLAIN QUERY PLAN SELECT fingerprint FROM failed_attempts WHERE last_at <= ? ORDER BY last_at LIMIT 9")
      .all(0);
    expect(JSON.stringify(plan, (_, value: unknown) => String(value))).not.toContain("SCAN");
    expect(plan).toMatchObject([{ detail: expect.stringMatching(/USING COVERING INDEX failed_attempts_last_at/) }]);
  });
});

it("an attempt that leaves what it found, or forgets what is not there, writes nothing", async () => {
  await fail("a");
  const before = changes();
  valueOf(await attempts().change(["a", "b"], (found) => ({ answer: null, failures: found })));
  valueOf(await attempts().change(["b"], () => ({ answer: null, failures: [null] })));
  expect(changes()).toBe(before);
});

it("a change whose decision throws changes nothing", async () => {
  await fail("a");
  const bug = new Error("a bug");
  expect(() =>
    attempts().change(["a"], () => {
      throw bug;
    }),
  ).toThrow(bug);
  await fail("b");
  expect(kept()).toBe(2);
});
