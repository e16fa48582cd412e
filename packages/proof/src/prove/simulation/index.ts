import { relative, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { ROOT } from "../../process/root.ts";
import type { Finding, Part, Task } from "../part.ts";
import { ENOUGH_SEEDS, neverHappened } from "./coverage.ts";
import type { playSeed } from "./seeds.ts";
import { shownFailure } from "./shown.ts";
import { newTally } from "./tally.ts";

const SEEDS = { short: 300, long: 2000 } as const;
/** See the README beside this file. */
export const simulation: Part = {
  name: "simulation",
  about:
    "plays the whole brokerage against stores, clocks, markets and mail that fail, in any order, with crashes and rivals; " +
    "no answer may be false, and nothing acknowledged lost or done twice. --seed N --count 1 plays one seed again",
  run: simulated,
};

/** The simulation that stands with the sources that are to be tried, and so plays those. */
async function playerOf(root: string): Promise<typeof playSeed> {
  const here = relative(ROOT, fileURLToPath(new URL("seeds.ts", import.meta.url)));
  const sources = (await import(pathToFileURL(resolve(root, here)).href)) as { readonly playSeed: typeof playSeed };
  return sources.playSeed;
}

async function simulated({ setting, seed: first, count = SEEDS[setting], root = ROOT, say }: Task): Promise<Finding> {
  const play = await playerOf(root);
  const tally = newTally();
  const violations: string[] = [];
  let played = 0;
  // It ends at the first that fails: most of those after it would fail alike.
  for (let seed = first; seed < first + count && violations.length === 0; seed += 1) {
    const failure = await play(seed, tally);
    played += 1;
    if (failure)
      violations.push(`seed ${seed} (pnpm prove simulation --seed ${seed} --count 1): ${shownFailure(failure)}`);
    if (played % 100 === 0) say(`${played} of ${count} seeds`);
  }
  const isEnough = played >= ENOUGH_SEEDS && violations.length === 0;
  const missing = isEnough ? neverHappened(tally) : [];
  return {
    tried: { seeds: played, ...tally.counts() },
    violations: [...violations, ...missing.map((what) => `never happened, so that nothing is shown of it: ${what}`)],
  };
}
