import { noTracing } from "../../process/strace.ts";
import { tryAtCalls } from "../../short-run/at-calls.ts";
import { few } from "../few.ts";
import type { Finding, Part, Task } from "../part.ts";

import { killUnderLoad } from "./kills.ts";

const KILLS = { short: 6, long: 200 };
const CALLS = { short: 12, long: Infinity };

/** Killed at any moment and started again, the server has all that it acknowledged, once. */
export const crash: Part = {
  name: "crash",
  about:
    "the real server killed under 16 clients, and a short run killed at each call on its file: all that was acknowledged is there, once",
  run,
};

async function run(task: Task): Promise<Finding> {
  const untraceable = noTracing();
  const kills = await killUnderLoad(task, KILLS[task.setting], untraceable === null);
  const tried = {
    "kills under load": kills.kills,
    "of them at a call on the file": kills.atCalls,
    "kills of a server that was starting": kills.atStart,
    "orders acknowledged under load": kills.acknowledged,
    "orders sent again, and answered as before": kills.replayed,
  };
  if (untraceable !== null) {
    return { tried, notes: [`kills at each call of a run: skipped: ${untraceable}`], violations: few(kills.faults) };
  }
  const points = await tryAtCalls(task, "signal=SIGKILL", CALLS[task.setting]);
  const counts = Object.entries(points.calls).map(([call, count]) => `${count} × ${call}`);
  const notes = [
    `a short run makes ${counts.join(", ")}`,
    `committed and not acknowledged: ${points.unacknowledged} at most, of ${points.inFlight} requests under way at once`,
  ];
  return {
    tried: { ...tried, "kills at a call of a short run": points.points },
    notes,
    violations: few([...kills.faults, ...points.faults]),
  };
}
