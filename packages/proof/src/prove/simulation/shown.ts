import type { Failure } from "./seeds.ts";

/** How much of what happened is shown: the end of it is where the promise broke. */
const LAST = 60;

/** A failure, for whoever is to find its cause: what was broken, the steps that are left of the plan, and what they did. */
export function shownFailure({ plan, report }: Failure): string {
  const { disk, quotes, rounds } = plan;
  const steps = rounds.map(
    ({ steps: asked, troubles }, index) =>
      `    round ${index + 1}: ${JSON.stringify(asked)}${troubles.length > 0 ? ` meets ${JSON.stringify(troubles)}` : ""}`,
  );
  const left = report.trace.length - LAST;
  return [
    ...report.broken,
    `  the steps, over the stores of ${disk}, quotes ${quotes}:`,
    ...steps,
    `  what happened${left > 0 ? `, without the first ${left} lines` : ""}:`,
    ...report.trace.slice(-LAST).map((line) => `    ${line}`),
  ].join("\n  ");
}
