import { FAILURES_KEPT, instant, type Attempts, type Failures } from "@bourse/core";
import { brokenClauses, fakeAttempts, START, type FakeAttempts } from "@bourse/testkit";
import { attemptsContract, type AttemptsSubject } from "@bourse/testkit/contracts";
import { ok, okAsync, ResultAsync } from "neverthrow";
import { describe, expect, it } from "vitest";
import { attemptsSubject } from "../security-subjects.ts";
import { hasTeeth, type Wrong } from "./bites.ts";

function fakeWith(changed: (right: FakeAttempts) => Partial<FakeAttempts>): () => FakeAttempts {
  return () => {
    const right = fakeAttempts();
    return { ...right, ...changed(right) };
  };
}

/** Keeps under `form` of each key. */
function keyed(form: (key: string) => string): () => FakeAttempts {
  return fakeWith((right) => ({ change: (keys, decide) => right.change(keys.map(form), decide) }));
}

/** Reads in one turn, and writes in another. */
function hasty(): FakeAttempts {
  const kept = new Map<string, Failures>();
  const change: Attempts["change"] = (keys, decide) => {
    const work = async () => {
      const { answer, failures } = decide(keys.map((key) => kept.get(key) ?? null));
      await Promise.resolve();
      for (const [index, key] of keys.entries()) {
        const next = failures[index];
        if (next) kept.set(key, next);
        else kept.delete(key);
      }
      return ok(answer);
    };
    return new ResultAsync(work());
  };
  return { change, kept: () => JSON.stringify([...kept]) };
}

/** Changes one key after another. */
function keyByKey(right: FakeAttempts): Pick<Attempts, "change"> {
  const change: Attempts["change"] = (keys, decide) => {
    const work = async () => {
      const found: (Failures | null)[] = [];
      for (const key of keys) {
        const one = await right.change([key], ([each = null]) => ({ answer: each, failures: [each] }));
        found.push(one.unwrapOr(null));
      }
      const { answer, failures } = decide(found);
      for (const [index, key] of keys.entries()) {
        await right.change([key], () => ({ answer: null, failures: [failures[index] ?? null] }));
      }
      return ok(answer);
    };
    return new ResultAsync(work());
  };
  return { change };
}

function bySecond(each: Failures): Failures {
  return { ...each, lastAt: instant(Math.floor(each.lastAt / 1000) * 1000) };
}

const FOUND = "1. what a change kept the next one finds, also after a restart";
const ALIKE = "1. under another key it finds nothing of it, however alike they are";
const LEFT = "1. null forgets, and what was found is left as it is";

const wrongs: readonly Wrong<FakeAttempts>[] = [
  ["ignores case", keyed((key) => key.toLowerCase()), ALIKE],
  ["trims keys", keyed((key) => key.trim()), ALIKE],
  ["cuts keys short", keyed((key) => key.slice(0, 255)), ALIKE],
  ["evens Unicode forms out", keyed((key) => key.normalize("NFC")), ALIKE],
  ["ends a key at a zero", keyed((key) => key.split("\0")[0] ?? ""), ALIKE],
  [
    "keeps nothing",
    fakeWith(() => ({ change: (keys, decide) => okAsync(decide(keys.map(() => null)).answer) })),
    FOUND,
  ],
  [
    "keeps times by the second",
    fakeWith((right) => ({
      change: (keys, decide) =>
        right.change(keys, (found) => {
          const { answer, failures } = decide(found);
          return { answer, failures: failures.map((each) => each && bySecond(each)) };
        }),
    })),
    FOUND,
  ],
  [
    "forgets nothing",
    fakeWith((right) => ({
      change: (keys, decide) =>
        right.change(keys, (found) => {
          const { answer, failures } = decide(found);
          return { answer, failures: failures.map((each, index) => each ?? found[index] ?? null) };
        }),
    })),
    LEFT,
  ],
  [
    "forgets what was left as it was",
    fakeWith((right) => ({
      change: (keys, decide) =>
        right.change(keys, (found) => {
          const { answer, failures } = decide(found);
          return { answer, failures: failures.map((each, index) => (each === found[index] ? null : each)) };
        }),
    })),
    LEFT,
  ],
  ["sorts its keys", fakeWith((right) => ({ change: (keys, decide) => right.change(keys.toSorted(), decide) })), FOUND],
  [
    "throws at half a character",
    fakeWith((right) => ({
      change: (keys, decide) => {
        for (const key of keys) encodeURIComponent(key);
        return right.change(keys, decide);
      },
    })),
    "1. any text will do for a key",
  ],
  ["writes what it read a turn before", hasty, "2. 64 changes of one key at once all count"],
  [
    "changes one key after another",
    fakeWith(keyByKey),
    "2. changes of two keys at once find both as one change left them",
  ],
  ["keeps keys as they are", hasty, "3. nothing that is kept tells a key"],
  [
    "keeps keys in base64",
    () => {
      const right = hasty();
      const change: Attempts["change"] = (keys, decide) =>
        right.change(
          keys.map((key) => Buffer.from(key).toString("base64")),
          decide,
        );
      return { ...right, change };
    },
    "3. nothing that is kept tells a key",
  ],
  ["does not show what it keeps", fakeWith(() => ({ kept: () => "" })), "3. nothing that is kept tells a key"],
  [
    "drops by the latest time that was written",
    fakeWith((right) => {
      let latest = 0;
      return {
        change: (keys, decide) =>
          right.change(keys, (found) => {
            const outdated = latest - FAILURES_KEPT * 1000;
            const { answer, failures } = decide(found.map((each) => (each && each.lastAt <= outdated ? null : each)));
            latest = Math.max(latest, ...failures.map((each) => each?.lastAt ?? 0));
            return { answer, failures };
          }),
      };
    }),
    "4. those of a time to come, by a clock that was set back, drop no others",
  ],
  [
    "keeps failures for an hour",
    fakeWith((right) => {
      let now: number = START;
      return {
        change: (keys, decide) =>
          right.change(keys, (found) => {
            const { answer, failures } = decide(
              found.map((each) => (each && each.lastAt < now - 3_600_000 ? null : each)),
            );
            now = Math.max(now, ...failures.map((each) => each?.lastAt ?? 0));
            return { answer, failures };
          }),
      };
    }),
    "4. failures are found to the last millisecond of their time",
  ],
];

async function forgetful(): Promise<AttemptsSubject> {
  return { ...(await attemptsSubject()), restart: async () => fakeAttempts() };
}

describe("the attempts' contract", () => {
  hasTeeth(attemptsContract, attemptsSubject, wrongs);

  it("catches one that forgets on a restart", async () => {
    expect(await brokenClauses(attemptsContract, forgetful)).toContain(FOUND);
  });
});
