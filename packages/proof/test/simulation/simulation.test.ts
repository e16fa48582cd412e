import { expect, test } from "vitest";
import { playPlan, playSeed } from "../../src/prove/simulation/seeds.ts";
import { shownFailure } from "../../src/prove/simulation/shown.ts";
import { newTally } from "../../src/prove/simulation/tally.ts";
import { REGRESSIONS } from "./regressions.ts";

const NOTHING = "nothing is broken";
const ORDERS = { seed: 1, count: 10 };

async function found(failure: ReturnType<typeof playSeed>): Promise<string> {
  const broken = await failure;
  return broken ? shownFailure(broken) : NOTHING;
}

test.each(REGRESSIONS)("is mended: $found", async ({ plan }) => {
  expect(await found(playPlan(plan, ORDERS))).toBe(NOTHING);
});

const ANY = Math.floor(Math.random() * 2 ** 31);

test.each([1, 2, 3, 4, 5, 6, ANY])("no promise is broken by the seed %i", async (seed) => {
  expect(await found(playSeed(seed, newTally()))).toBe(NOTHING);
});

test("a seed stands for one run, whose every count comes out the same again", async () => {
  const [once, again] = [newTally(), newTally()];
  // Over the stores in memory, and over SQLite.
  for (const tally of [once, again]) for (const seed of [1, 2]) await playSeed(seed, tally);
  expect(again.counts()).toEqual(once.counts());
  expect([once.of("runs over memory"), once.of("runs over sqlite")]).toEqual([1, 1]);
});
