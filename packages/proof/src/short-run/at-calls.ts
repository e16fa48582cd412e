import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { randomFrom } from "@bourse/testkit";
import { check, requestsInFlight } from "./check.ts";
import { databaseIn, inFolder, runTraced } from "./traced.ts";
import type { Task } from "../prove/part.ts";

/** What changes a file, or makes a change last. */
const CALLS = ["pwrite64", "pwritev", "write", "fsync", "fdatasync", "ftruncate", "fallocate", "unlink", "rename"];

/** A call, by its kind and its number among those of its kind. */
type Point = { readonly call: string; readonly number: number };

/** What happens to a run at a call: it is killed as it enters it, or the call is not made and answers an error. */
export type CallFault = "error=EIO" | "signal=SIGKILL";

export type TriedAtCalls = {
  /** How many calls a run makes, by kind. */
  readonly calls: Readonly<Record<string, number>>;
  points: number;
  /** The most entries that were committed and not acknowledged, and the most requests under way at once. */
  unacknowledged: number;
  inFlight: number;
  readonly faults: string[];
};

/**
 * A short run with a fault at each of its calls on the database's files in turn, or at `most` of them. Linux does not
 * make a call on whose entry a process is killed: what is left is what the calls before it have made (seen with strace
 * 6.1; with `--seccomp-bpf` the signal is dropped).
 */
export async function tryAtCalls(task: Task, fault: CallFault, most: number): Promise<TriedAtCalls> {
  const calls = await callsOfARun(task);
  const all = Object.entries(calls).flatMap(([call, count]) =>
    Array.from({ length: count }, (_, index): Point => ({ call, number: index + 1 })),
  );
  const found: TriedAtCalls = { calls, points: 0, unacknowledged: 0, inFlight: 0, faults: [] };
  const open = sampled(all, most, randomFrom(task.seed));
  const tryInTurn = async (): Promise<void> => {
    for (let point = open.shift(); point && found.faults.length === 0; point = open.shift()) {
      await tryAt(task, point, fault, found);
      found.points += 1;
      if (found.points % 50 === 0) task.say(`${found.points} of ${found.points + open.length} calls`);
    }
  };
  await Promise.all(Array.from({ length: Math.min(4, availableParallelism()) }, tryInTurn));
  return found;
}

/** Some of each kind in turn: truncating and unlinking are rare, and as easily wrong. */
function sampled(all: readonly Point[], most: number, random: () => number): Point[] {
  if (all.length <= most) return [...all];
  const kinds = [...Map.groupBy(all, ({ call }) => call).values()];
  return Array.from({ length: most }, (_, index) => {
    const kind = kinds[index % kinds.length] ?? [];
    return kind[Math.floor(random() * kind.length)];
  }).filter((point) => point !== undefined);
}

function callsOfARun({ root, seed }: Task): Promise<Readonly<Record<string, number>>> {
  return inFolder(async (folder) => {
    const trace = join(folder, "trace");
    const facts = await runTraced({ root, seed, folder, tracing: ["-o", trace, "-e", `trace=${CALLS.join(",")}`] });
    if (facts.at(-1)?.fact !== "finished") throw new Error("the run did not come to its end");
    const names = [...readFileSync(trace, "utf8").matchAll(/^(\w+)\(/gm)].map(([, name = ""]) => name);
    return Object.fromEntries([...Map.groupBy(names, (name) => name)].map(([name, them]) => [name, them.length]));
  });
}

function tryAt({ root, seed }: Task, { call, number }: Point, fault: CallFault, found: TriedAtCalls): Promise<void> {
  return inFolder(async (folder) => {
    const tracing = ["-o", "/dev/null", "-e", `inject=${call}:${fault}:when=${number}`];
    const facts = await runTraced({ root, seed, folder, tracing, mayFail: true });
    const { faults, unacknowledged } = await check(databaseIn(folder), facts);
    found.unacknowledged = Math.max(found.unacknowledged, unacknowledged);
    found.inFlight = Math.max(found.inFlight, requestsInFlight(facts).length);
    found.faults.push(...faults.map((wrong) => `${fault} at ${call} ${number}, seed ${seed}: ${wrong}`));
  });
}
