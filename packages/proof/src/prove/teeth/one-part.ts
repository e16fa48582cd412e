/*
 * Runs one part of the proof in the short setting, and sends what it found to the process that has started this one:
 *
 *   node one-part.ts PART ROOT SEED
 *
 * A process of its own, so that a fault that ends it, or makes it hang, ends nothing else.
 */
import { endOnSignals } from "../../process/at-end.ts";
import { PARTS } from "../parts.ts";

endOnSignals();
const [, , name, root, seed] = process.argv;
const part = PARTS.find((each) => each.name === name);
if (!part) throw new Error(`there is no part ${name}`);
const found = await part.run({ setting: "short", seed: Number(seed), root, say: () => undefined });
process.send?.(found, () => process.exit());
