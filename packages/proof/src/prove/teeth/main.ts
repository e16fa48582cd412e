/*
 * Tries the proof itself: `pnpm prove:teeth [NAME …] [--seed N]`. Plants one fault after the other in a copy of the sources
 * and runs the part of the proof that must catch it; before that, the same on the copy as it is, where nothing may be found.
 * Keeps what came of it as `proof-results/teeth.json`, and ends with 1 when a fault was not caught.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { stdout } from "node:process";
import { parseArgs } from "node:util";
import { copySources, type Copy } from "./copy.ts";
import type { Budget, Fault } from "./fault.ts";
import { FAULTS } from "./faults.ts";
import { tryPart, verdictOf, type Verdict } from "./trial.ts";

const RESULTS = "proof-results";
/** A violation may tell a whole run. */
const MOST_TOLD = 200;

/** `fault` is null for the sources as they are. */
type Outcome = Verdict & Budget & { readonly fault: string | null; readonly about: string; readonly seconds: number };

function given(): { readonly seed: number; readonly faults: readonly Fault[] } {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { seed: { type: "string" } } });
  const seed = Number(values.seed ?? 1);
  if (!Number.isSafeInteger(seed) || seed < 0) throw new Error("--seed must be a whole number, 0 or more");
  const names = FAULTS.map(({ name }) => name);
  const unknown = positionals.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new Error(`there is no fault ${unknown}; there are ${names.join(", ")}`);
  return { seed, faults: FAULTS.filter(({ name }) => positionals.length === 0 || positionals.includes(name)) };
}

/** The most that any of the faults lets each part try. */
function controls(faults: readonly Fault[]): readonly Budget[] {
  const byPart = Map.groupBy(faults, ({ budget }) => budget.part);
  return [...byPart.values()].flatMap((them) =>
    them
      .map(({ budget }) => budget)
      .toSorted((a, b) => (b.count ?? 0) - (a.count ?? 0))
      .slice(0, 1),
  );
}

async function tried(copy: Copy, budget: Budget, fault: Fault | null): Promise<Outcome> {
  const about = fault?.about ?? "the sources as they are";
  stdout.write(`${fault?.name ?? "no fault"} (${budget.part}) … `);
  const began = performance.now();
  const trial = () => tryPart(copy.root, budget, seed);
  const verdict = verdictOf(await (fault ? copy.planted(fault, trial) : trial()));
  const seconds = Math.round((performance.now() - began) / 1000);
  const outcome = { fault: fault?.name ?? null, about, ...budget, seconds, ...verdict };
  console.log(`${told(outcome)}, ${seconds} s`);
  return outcome;
}

function told(outcome: Outcome): string {
  const isControl = outcome.fault === null;
  switch (outcome.verdict) {
    case "broken": {
      const violation = outcome.violation.replaceAll(/\s+/g, " ").slice(0, MOST_TOLD);
      return `${isControl ? "BROKEN" : "caught"} (${outcome.after}): ${violation}`;
    }
    case "held":
      return `${isControl ? "no promise broken" : `NOT CAUGHT: ${outcome.about}`} (${outcome.after})`;
    case "skipped":
      return `skipped: ${outcome.why}`;
    default:
      return `NOT TRIED: ${outcome.why}`;
  }
}

/** What cannot be tried on this machine is no failure: a part that is skipped says why. */
function isAsItShould({ fault, verdict }: Outcome): boolean {
  return verdict === "skipped" || verdict === (fault === null ? "held" : "broken");
}

const { seed, faults } = given();
console.log(`seed ${seed}; --seed ${seed} makes the same choices again`);
const copy = copySources();
const outcomes: Outcome[] = [];
try {
  // Before anything takes its time: each must fit.
  for (const fault of faults) await copy.planted(fault, async () => undefined);
  for (const budget of controls(faults)) outcomes.push(await tried(copy, budget, null));
  for (const fault of faults) outcomes.push(await tried(copy, fault.budget, fault));
} finally {
  copy.remove();
}
mkdirSync(RESULTS, { recursive: true });
writeFileSync(`${RESULTS}/teeth.json`, `${JSON.stringify({ seed, outcomes }, null, 2)}\n`);
const caught = outcomes.filter(({ fault, verdict }) => fault !== null && verdict === "broken");
console.log(`${caught.length} of ${faults.length} faults caught`);
if (!outcomes.every(isAsItShould)) process.exitCode = 1;
