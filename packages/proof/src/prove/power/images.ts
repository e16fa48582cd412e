import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { randomFrom } from "@bourse/testkit";
import { check, of } from "../../short-run/check.ts";
import { factsIn } from "../../short-run/facts.ts";
import { databaseIn, inFolder, runTraced } from "../../short-run/traced.ts";
import type { Task } from "../part.ts";
import { emptyDisk } from "./disk.ts";
import { callsIn, RECORDING, UNPLAYABLE, type Call } from "./trace.ts";

export type Recording = { readonly folder: string; readonly calls: readonly Call[] };

export type Images = {
  images: number;
  /** Images of which something is lost or wrong. */
  broken: number;
  /** Acknowledged entries, sessions and accounts in the images, all together. */
  acknowledged: number;
  readonly faults: string[];
};

/** The calls of a short run on the database's files, and when what was told. */
export function record({ root }: Task, seed: number, synchronous: "FULL" | "NORMAL"): Promise<Recording> {
  return inFolder(async (folder) => {
    const trace = join(folder, "trace");
    const tracing = ["-o", trace, ...RECORDING.slice(0, -1), `${RECORDING.at(-1)},${UNPLAYABLE}`];
    const facts = await runTraced({ root, seed, folder, synchronous, tracing, withFacts: true });
    if (facts.at(-1)?.fact !== "finished") throw new Error("the run did not come to its end");
    return { folder: join(folder, "data"), calls: callsIn(readFileSync(trace, "latin1")) };
  });
}

/** Cuts the power at `count` moments of the run, opens what may be left on the disk, and holds it against what was told. */
export async function tryImages({ folder, calls }: Recording, seed: number, count: number): Promise<Images> {
  const found: Images = { images: 0, broken: 0, acknowledged: 0, faults: [] };
  const random = randomFrom(seed);
  const moments = Array.from({ length: count }, () => Math.floor(random() * (calls.length + 1))).toSorted(
    (a, b) => a - b,
  );
  const disk = emptyDisk(folder);
  let told = "";
  let made = 0;
  for (const moment of moments) {
    for (; made < moment; made += 1) {
      const call = calls[made];
      if (call?.call === "tell") told += call.text;
      else if (call) disk.make(call);
    }
    await tryImage(disk.afterLoss(random), told, `power lost after call ${moment}, seed ${seed}`, found);
  }
  return found;
}

async function tryImage(image: ReadonlyMap<string, Buffer>, told: string, when: string, found: Images): Promise<void> {
  await inFolder(async (folder) => {
    for (const [name, content] of image) writeFileSync(join(folder, "data", name), content);
    const facts = factsIn(told);
    const { faults } = await check(databaseIn(folder), facts);
    found.images += 1;
    found.acknowledged += of(facts, "done").length + of(facts, "opened").length + of(facts, "signed-in").length;
    if (faults.length > 0) found.broken += 1;
    found.faults.push(...faults.map((fault) => `${when}: ${fault}`));
  });
}
