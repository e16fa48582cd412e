/*
 * Runs one part of the proof in the short setting, and sends what it found to the process that has started this one:
 *
 *   node one-part.ts PART ROOT SEED [COUNT]
 *
 * A process of its own, so that a fault that ends it, or makes it hang, ends nothing else.
 */
import { PARTS } from "../parts.ts";

const [, , name, root, seed, count] = process.argv;
const part = PARTS.find((each) => each.name === name);
if (!part) throw new Error(`there is no part ${name}`);
const found = await part.run({
  setting: "short",
  seed: Number(seed),
  root,
  count: count === undefined ? undefined : Number(count),
  say: () => undefined,
});
process.send?.(found, () => process.exit());
