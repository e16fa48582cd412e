import { randomFrom } from "@bourse/testkit";
import { noTracing } from "../../process/strace.ts";
import { tryAtCalls } from "../../short-run/at-calls.ts";
import { few } from "../few.ts";
import type { Finding, Part, Skipped, Task } from "../part.ts";
import { CALLS_WITHOUT_ROOM, failCall, type Failure } from "./failing.ts";
import { fillDisk, noSmallDisk } from "./full.ts";

/** In MiB, less one of ballast. The log is folded into the file once it has 4: the first disk has no room for that. */
const SIZES = { short: [3], long: [2, 3, 4, 6, 8] };
const ROUNDS = { short: 1, long: 10 };
const MOST_CALLS = 100;
/** At how many of its calls a short run meets an I/O error. */
const ERRORS = { short: 6, long: Infinity };

/** A disk that is full passes; one that fails stops the writing; neither is ever answered as a success. */
export const disk: Part = {
  name: "disk",
  about:
    "a disk that is full refuses writes until there is room, one that fails until the server is started again: never a 2xx for what is not there",
  run,
};

async function run(task: Task): Promise<Finding | Skipped> {
  const [unmountable, untraceable] = [noSmallDisk(), noTracing()];
  if (unmountable !== null && untraceable !== null) return { skipped: `${unmountable}; and ${untraceable}` };
  const found = { full: 0, failed: 0, refused: 0, unknown: 0, violations: [] as string[] };
  for (const size of unmountable === null ? SIZES[task.setting] : []) {
    const { faults, refused } = await fillDisk(task, task.seed, size);
    found.full += 1;
    found.refused += refused;
    found.violations.push(...faults);
    task.say(`a disk of ${size} MiB was full`);
  }
  for (const failure of untraceable === null ? failures(task) : []) {
    const { faults, unknown } = await failCall(task, task.seed, failure);
    found.failed += 1;
    found.unknown += unknown;
    found.violations.push(...faults);
    task.say(`${failure.call} ${failure.when} answered ${failure.error}`);
  }
  const errors = untraceable === null ? await tryAtCalls(task, "error=EIO", ERRORS[task.setting]) : null;
  const skipped = [
    ...(unmountable === null ? [] : [`a full disk: skipped: ${unmountable}`]),
    ...(untraceable === null ? [] : [`a failing disk: skipped: ${untraceable}`]),
  ];
  return {
    tried: {
      "disks filled": found.full,
      "writes refused on them": found.refused,
      "disks that failed a call": found.failed,
      "I/O errors at a call of a short run": errors?.points ?? 0,
      "orders whose fate that left open, and their key settled": found.unknown,
    },
    notes: skipped,
    violations: few([...found.violations, ...(errors?.faults ?? [])]),
  };
}

/** Failed once, as after a lost page (the next fsync works again), and with no room for a while. */
function failures({ seed, setting }: Task): readonly Failure[] {
  const random = randomFrom(seed);
  const from = (most: number): number => 1 + Math.floor(random() * most);
  return Array.from({ length: ROUNDS[setting] }, (): readonly Failure[] => {
    const noRoom = from(MOST_CALLS);
    return [
      { call: "fsync", error: "EIO", when: String(from(MOST_CALLS / 4)) },
      { call: "pwrite64", error: "EIO", when: String(from(MOST_CALLS)) },
      { call: "pwrite64", error: "ENOSPC", when: `${noRoom}..${noRoom + CALLS_WITHOUT_ROOM - 1}` },
    ];
  }).flat();
}
