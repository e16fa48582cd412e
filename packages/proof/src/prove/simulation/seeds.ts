import * as fc from "fast-check";
import { anyPlan } from "./any-plan.ts";
import type { Plan } from "./plan.ts";
import { run, type RunReport } from "./run.ts";
import { newTally, type Tally } from "./tally.ts";

/** What a seed has broken, in as few steps as were found to do it. */
export type Failure = { readonly plan: Plan; readonly report: RunReport };

/** How long a failing plan is made smaller for, in milliseconds. */
const SHRINKING = 10_000;

/** Plays the one plan, and the one order of everything in it, that a seed stands for; null when nothing is broken. */
export function playSeed(seed: number, tally: Tally): Promise<Failure | null> {
  return played(anyPlan(), { seed, numRuns: 1 }, tally);
}

/** Plays a plan in so many orders, which a seed stands for. */
export function playPlan(
  plan: Plan,
  orders: { readonly seed: number; readonly count: number },
): Promise<Failure | null> {
  return played(fc.constant(plan), { seed: orders.seed, numRuns: orders.count }, newTally());
}

async function played(
  plans: fc.Arbitrary<Plan>,
  parameters: { readonly seed: number; readonly numRuns: number },
  tally: Tally,
): Promise<Failure | null> {
  let failure: Failure | null = null;
  const property = fc.asyncProperty(plans, fc.scheduler(), async (plan, scheduler) => {
    // Only what the seed itself does is counted, and not what is tried to make it smaller.
    const report = await run(plan, scheduler, failure === null ? tally : newTally());
    if (report.broken.length === 0) return true;
    failure = { plan, report };
    return false;
  });
  await fc.check(property, { ...parameters, unbiased: true, interruptAfterTimeLimit: SHRINKING });
  return failure;
}
