import type { PasswordsBusy } from "@bourse/core";
import { errorOf, settle, tally, valueOf } from "@bourse/testkit";
import * as fc from "fast-check";
import type { Result } from "neverthrow";
import { describe, expect, it } from "vitest";
import { twoLanes } from "../../src/scrypt/lanes.ts";

type Name = 0 | 1;

/** Two lanes whose works end when they are told to, the one that began first before the others. */
function stage(atOnce: number, waiting: number) {
  const lanes = twoLanes(atOnce, waiting);
  const begun: { readonly name: Name; readonly nth: number; readonly end: () => void }[] = [];
  const came = [0, 0];
  let ended = 0;
  return {
    begun,
    underWay: () => begun.length - ended,
    enter: (name: Name): PromiseLike<Result<void, PasswordsBusy>> => {
      const nth = (came[name] ?? 0) + 1;
      came[name] = nth;
      return lanes[name](async () => {
        const { promise, resolve } = Promise.withResolvers<void>();
        begun.push({ name, nth, end: resolve });
        await promise;
      });
    },
    end: async () => {
      begun[ended]?.end();
      ended += Number(ended < begun.length);
      await settle();
    },
  };
}

const namesOf = (begun: readonly { readonly name: Name }[]): Name[] => begun.map(({ name }) => name);

describe("two lanes of works", () => {
  it("are served in turn while both wait, however many more came first in one", async () => {
    const { enter, end, begun } = stage(1, 10);
    for (let count = 0; count < 8; count += 1) void enter(0);
    for (let count = 0; count < 4; count += 1) void enter(1);
    await settle();
    for (let count = 0; count < 11; count += 1) await end();
    expect(namesOf(begun)).toStrictEqual([0, 1, 0, 1, 0, 1, 0, 1, 0, 0, 0, 0]);
  });

  it("have each their own places: where one is full, the other takes whoever comes", async () => {
    const { enter, end } = stage(2, 3);
    const ones = Array.from({ length: 9 }, () => enter(0));
    const others = Array.from({ length: 4 }, () => enter(1));
    await settle();
    for (let count = 0; count < 8; count += 1) await end();
    expect(tally(await Promise.all(ones))).toStrictEqual({ ok: 5, PasswordsBusy: 4 });
    expect(tally(await Promise.all(others))).toStrictEqual({ ok: 3, PasswordsBusy: 1 });
  });

  it("tell whoever has no place how long all that wait take, in both", async () => {
    const { enter } = stage(2, 8);
    for (let count = 0; count < 10; count += 1) void enter(0);
    expect(errorOf(await enter(0)).retryAfter).toBe(4);
    for (let count = 0; count < 5; count += 1) void enter(1);
    expect(errorOf(await enter(0)).retryAfter).toBe(7);
  });

  it("go on after a work that throws, which tells its own caller", async () => {
    const [one, other] = twoLanes(1, 5);
    const bug = one(async () => {
      throw new Error("a bug");
    });
    const behind = other(async () => "behind");
    await expect(bug).rejects.toThrow("a bug");
    expect(valueOf(await behind)).toBe("behind");
  });

  it("are never more than their bounds, never idle, first come first served in each, and pass neither over", () =>
    fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 3 }),
        fc.nat(4),
        fc.array(fc.constantFrom<Name | "end">(0, 0, 1, 1, "end", "end"), { maxLength: 60, size: "max" }),
        async (atOnce, waiting, steps) => {
          const { enter, end, begun, underWay } = stage(atOnce, waiting);
          const taken = [0, 0];
          const waits = (name: Name): number =>
            (taken[name] ?? 0) - namesOf(begun).filter((each) => each === name).length;
          /** Whether it was taken as it had to be: on an end nobody is refused. */
          const isRight = async (step: Name | "end"): Promise<boolean> => {
            if (step === "end") return end().then(() => true);
            const hasPlace = underWay() < atOnce || waits(step) < waiting;
            taken[step] = (taken[step] ?? 0) + Number(hasPlace);
            let isRefused = false;
            void enter(step).then((result) => (isRefused = result.isErr()));
            await settle();
            return isRefused === !hasPlace;
          };
          for (const step of steps) {
            const [before, both] = [begun.length, waits(0) > 0 && waits(1) > 0];
            expect(await isRight(step)).toBe(true);
            expect(underWay()).toBe(Math.min(atOnce, underWay() + waits(0) + waits(1)));
            const isPassedOver = both && begun.length > before && begun[before]?.name === begun[before - 1]?.name;
            expect(isPassedOver).toBe(false);
          }
          for (const name of [0, 1] as const) {
            const order = begun.filter((each) => each.name === name).map(({ nth }) => nth);
            expect(order).toStrictEqual(order.toSorted((a, b) => a - b));
          }
        },
      ),
    ));
});
