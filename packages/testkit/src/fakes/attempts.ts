import type { Attempts, Failures } from "@bourse/core";
import { ok } from "neverthrow";
import { hexDigest } from "./digest.ts";
import { later } from "./later.ts";

/** Failed attempts in memory. */
export type FakeAttempts = Attempts & {
  /** All that is kept, as text. */
  readonly kept: () => string;
};

export function fakeAttempts(): FakeAttempts {
  const kept = new Map<string, Failures>();
  return {
    change: (keys, decide) =>
      later(() => {
        const prints = keys.map(hexDigest);
        const { answer, failures } = decide(prints.map((print) => kept.get(print) ?? null));
        for (const [index, print] of prints.entries()) {
          const next = failures[index] ?? null;
          if (next) kept.set(print, next);
          else kept.delete(print);
        }
        return ok(answer);
      }),
    kept: () => JSON.stringify([...kept]),
  };
}
