import { few } from "../few.ts";
import type { Finding, Part, Task } from "../part.ts";
import { fuzz } from "./fuzz.ts";
import { withWorld } from "./world.ts";

const REQUESTS = { short: 2000, long: 10_000 };

/** Whatever is sent to the server, each of its answers is one that its document tells of. */
export const wire: Part = {
  name: "wire",
  about:
    "requests made of the server's own document, good and odd: each answer is as the document tells, none a fault, and the books stay sound",
  run,
};

async function run(task: Task): Promise<Finding> {
  const [fuzzed, faults] = await withWorld(task, async (world) => {
    return fuzz(task, world, task.count ?? REQUESTS[task.setting]);
  });
  const statuses = [...fuzzed.statuses].toSorted(([a], [b]) => a - b).map(([status, count]) => `${count} × ${status}`);
  return {
    tried: { requests: fuzzed.sent, "operations asked": fuzzed.operations },
    notes: [`answers: ${statuses.join(", ")}`, `never done: ${fuzzed.neverDone.join(", ") || "nothing"}`],
    violations: few([...fuzzed.faults, ...faults]),
  };
}
