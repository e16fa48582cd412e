import { noTracing } from "../../process/strace.ts";
import { few } from "../few.ts";
import type { Finding, Part, Skipped, Task } from "../part.ts";
import { record, tryImages } from "./images.ts";

const SEEDS = { short: 1, long: 3 };
const IMAGES = { short: 100, long: 1000 };

/** Whenever the power goes, what was acknowledged is on the disk. */
export const power: Part = {
  name: "power",
  about:
    "the power cut at any moment of a short run, with what was not synced lost, torn or kept: nothing acknowledged is lost, and with synchronous=NORMAL something is",
  run,
};

async function run(task: Task): Promise<Finding | Skipped> {
  const untraceable = noTracing();
  if (untraceable !== null) return { skipped: untraceable };
  const count = IMAGES[task.setting];
  const violations: string[] = [];
  const sums = { images: 0, acknowledged: 0, control: 0, lost: 0 };
  for (let index = 0; index < SEEDS[task.setting]; index += 1) {
    const seed = task.seed + index;
    const full = await tryImages(await record(task, seed, "FULL"), seed, count);
    task.say(`seed ${seed}: ${full.images} images, ${full.broken} broken`);
    const normal = await tryImages(await record(task, seed, "NORMAL"), seed, count);
    task.say(`seed ${seed}, control: ${normal.images} images, ${normal.broken} broken`);
    violations.push(...full.faults);
    // A disk that loses nothing where SQLite promises nothing would find no fault in anything.
    if (normal.broken === 0) violations.push(`seed ${seed}: the control lost nothing, so the test is broken`);
    sums.images += full.images;
    sums.acknowledged += full.acknowledged;
    sums.control += normal.images;
    sums.lost += normal.broken;
  }
  return {
    tried: {
      "disk images": sums.images,
      "acknowledged writes looked for in them": sums.acknowledged,
      "images of the control with synchronous=NORMAL": sums.control,
      "of them with something lost": sums.lost,
    },
    violations: few(violations),
  };
}
