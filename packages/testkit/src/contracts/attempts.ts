import assert from "node:assert/strict";
import { FAILURES_KEPT, instant, secondsAfter, type Attempts, type Failures, type Instant } from "@bourse/core";
import { RACERS, racing, valueOf, within } from "../assertions.ts";
import { START } from "../builders.ts";
import { clause, type Contract, type DurableSubject } from "../contract.ts";
import { contractOf } from "./handles.ts";
import { encodingsOf } from "./encodings.ts";

/** Attempts to be checked. */
export type AttemptsSubject = DurableSubject<Attempts> & {
  /** All that the store holds, as text: numbers in digits, bytes in hex. */
  readonly kept: () => Promise<string>;
  /** Sets the clock that the port was given, where it was given one; it begins at START. */
  readonly setClock?: (now: Instant) => void;
};

function failuresOf(count: number, lastAt: Instant = START): Failures {
  return { count, lastAt };
}

async function found(port: Attempts, ...keys: readonly string[]): Promise<readonly (Failures | null)[]> {
  return valueOf(await port.change(keys, (each) => ({ answer: each, failures: each })));
}

async function keep(port: Attempts, kept: Readonly<Record<string, Failures | null>>): Promise<void> {
  valueOf(await port.change(Object.keys(kept), () => ({ answer: null, failures: Object.values(kept) })));
}

/** One more failure under each key; answers the counts that there were before. */
async function countUp(port: Attempts, keys: readonly string[]): Promise<readonly number[]> {
  const changed = port.change(keys, (each) => {
    const counts = each.map((failures) => failures?.count ?? 0);
    return { answer: counts, failures: counts.map((count) => failuresOf(count + 1)) };
  });
  return valueOf(await within(changed, "a change"));
}

const keeping = [
  clause<AttemptsSubject>("1. what a change kept the next one finds, also after a restart", async (subject) => {
    const { port, restart } = subject;
    const [one, many] = [failuresOf(1, instant(START + 1)), failuresOf(1_000_000, instant(4_937_207_400_123))];
    assert.deepEqual(await found(port, "a"), [null]);
    await keep(port, { a: one, b: many });
    assert.deepEqual(await found(port, "b", "a"), [many, one]);
    assert.deepEqual(await found(await restart(), "a", "none", "b"), [one, null, many]);
  }),

  clause<AttemptsSubject>("1. null forgets, and what was found is left as it is", async ({ port, restart }) => {
    await keep(port, { a: failuresOf(1), b: failuresOf(2), c: failuresOf(3) });
    const change = port.change(["c", "a", "b"], ([c = null, , b = null]) => ({ answer: null, failures: [c, null, b] }));
    assert.equal(valueOf(await change), null);
    const left = [null, failuresOf(2), failuresOf(3)];
    assert.deepEqual(await found(port, "a", "b", "c"), left);
    assert.deepEqual(await found(await restart(), "a", "b", "c"), left);
  }),

  clause<AttemptsSubject>("1. a change answers what was decided", async ({ port }) => {
    const answer = { of: ["any", "kind"] };
    assert.equal(valueOf(await port.change(["a"], () => ({ answer, failures: [null] }))), answer);
    assert.equal(valueOf(await port.change(["a"], () => ({ answer: undefined, failures: [null] }))), undefined);
  }),

  clause<AttemptsSubject>("1. under another key it finds nothing of it, however alike they are", async ({ port }) => {
    const keys = [
      "a",
      "A",
      " a",
      "a ",
      "a\0",
      "aa",
      "",
      "%",
      "_",
      "é",
      "e\u0301",
      "x".repeat(9_999),
      "x".repeat(10_000),
    ];
    for (const [index, key] of keys.entries()) {
      assert.deepEqual(await found(port, key), [null], JSON.stringify(key));
      await keep(port, { [key]: failuresOf(index + 1) });
    }
    const counts = (await found(port, ...keys)).map((failures) => failures?.count);
    assert.deepEqual(
      counts,
      [...keys.keys()].map((index) => index + 1),
    );
  }),

  clause<AttemptsSubject>("1. any text will do for a key", async ({ port }) => {
    for (const key of ["\uD800", "\uDC00a", "'; --", "🔑"]) {
      await keep(port, { [key]: failuresOf(7) });
      assert.deepEqual(await found(port, key), [failuresOf(7)], JSON.stringify(key));
    }
  }),
];

const racingChanges = [
  clause<AttemptsSubject>(`2. ${RACERS} changes of one key at once all count`, async ({ port, restart }) => {
    const before = await racing(RACERS, () => countUp(port, ["a"]));
    const counts = before.map(([count = 0]) => count).toSorted((a, b) => a - b);
    assert.deepEqual(counts, [...Array(RACERS).keys()]);
    assert.deepEqual(await found(await restart(), "a"), [failuresOf(RACERS)]);
  }),

  clause<AttemptsSubject>("2. changes of two keys at once find both as one change left them", async ({ port }) => {
    const orders = [
      ["a", "b"],
      ["b", "a"],
    ];
    const before = await racing(RACERS, (index) => countUp(port, orders[index % 2] ?? []));
    for (const [first, second] of before) assert.equal(first, second);
    assert.deepEqual(await found(port, "a", "b"), [failuresOf(RACERS), failuresOf(RACERS)]);
  }),

  clause<AttemptsSubject>("2. changes of different keys at once are all kept", async ({ port }) => {
    await racing(RACERS, (index) => countUp(port, [`key-${index}`]));
    const keys = [...Array(RACERS).keys()].map((index) => `key-${index}`);
    assert.deepEqual(new Set((await found(port, ...keys)).map((failures) => failures?.count)), new Set([1]));
  }),
];

const hiding = [
  clause<AttemptsSubject>("3. nothing that is kept tells a key", async ({ port, kept }) => {
    const secrets = ["correct horse battery", "ada@example.com"];
    for (const secret of secrets) await keep(port, { [secret]: failuresOf(271_828), [`as:${secret}`]: failuresOf(1) });
    const text = await kept();
    assert.ok(text.includes("271828"), "what is kept is not shown");
    for (const written of secrets.flatMap((secret) => [secret, `as:${secret}`]).flatMap(encodingsOf)) {
      assert.ok(!text.toLowerCase().includes(written.toLowerCase()), `${written} is kept`);
    }
  }),
];

const LAST_MOMENT = instant(secondsAfter(START, FAILURES_KEPT) - 1);

const lasting = [
  clause<AttemptsSubject>("4. failures are found to the last millisecond of their time", async (subject) => {
    const { port, restart, setClock } = subject;
    await keep(port, { a: failuresOf(5) });
    setClock?.(LAST_MOMENT);
    for (let index = 0; index < RACERS; index += 1) await keep(port, { [`${index}`]: failuresOf(1, LAST_MOMENT) });
    assert.deepEqual(await found(port, "a"), [failuresOf(5)]);
    assert.deepEqual(await found(await restart(), "a"), [failuresOf(5)]);
  }),

  clause<AttemptsSubject>(
    "4. those of a time to come, by a clock that was set back, drop no others",
    async (subject) => {
      const { port, restart } = subject;
      const future = secondsAfter(START, 30 * FAILURES_KEPT);
      await keep(port, { a: failuresOf(5) });
      for (let index = 0; index < RACERS; index += 1) await keep(port, { [`${index}`]: failuresOf(1, future) });
      assert.deepEqual(await found(await restart(), "a", "0"), [failuresOf(5), failuresOf(1, future)]);
    },
  ),
];

/** What every Attempts must fulfil; the numbers are the port's promises. */
export const attemptsContract: Contract<AttemptsSubject> = contractOf(
  "Attempts",
  { port: "object", restart: "function", kept: "function" },
  [...keeping, ...racingChanges, ...hiding, ...lasting],
);
