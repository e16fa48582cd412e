/*
 * Tries the proof itself: `pnpm prove:teeth [NAME …] [--seed N]`. Plants one fault after the other in a copy of the sources
 * and runs the part of the proof that must catch it; before that, the same on the copy as it is, where nothing may be found.
 * Keeps what came of all the faults as `proof-results/teeth.json`, and ends with 1 when one was not caught.
 */
import { stdout } from "node:process";
import { parseArgs } from "node:util";
import { endOnSignals } from "../../process/at-end.ts";
import { keepResult, origin } from "../../results.ts";
import { understood } from "../../understood.ts";
import { copySources, type Copy } from "./copy.ts";
import type { Fault } from "./fault.ts";
import { FAULTS } from "./faults.ts";
import { tryPart, verdictOf, type Verdict } from "./trial.ts";

/** A violation may tell a whole run. */
const MOST_TOLD = 200;

type Tried = Pick<Fault, "about" | "name" | "part">;
type Outcome = Verdict & Tried & { readonly seconds: number };

const CONTROL = "no fault";

function given(): { readonly seed: number; readonly faults: readonly Fault[] } {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { seed: { type: "string" } } });
  const seed = Number(values.seed ?? 1);
  if (!Number.isSafeInteger(seed) || seed < 0) throw new Error("--seed must be a whole number, 0 or more");
  const names = FAULTS.map(({ name }) => name);
  const unknown = positionals.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new Error(`there is no fault ${unknown}; there are ${names.join(", ")}`);
  return { seed, faults: FAULTS.filter(({ name }) => positionals.length === 0 || positionals.includes(name)) };
}

async function tried({ root }: Copy, { name, about, part }: Tried): Promise<Outcome> {
  stdout.write(`${name} (${part}) … `);
  const began = performance.now();
  const verdict = verdictOf(await tryPart(root, part, seed));
  const seconds = Math.round((performance.now() - began) / 1000);
  const outcome = { name, about, part, seconds, ...verdict };
  console.log(`${told(outcome)}, ${seconds} s`);
  return outcome;
}

function told(outcome: Outcome): string {
  const isControl = outcome.name === CONTROL;
  switch (outcome.verdict) {
    case "broken": {
      const violation = outcome.violations[0]?.replaceAll(/\s+/g, " ").slice(0, MOST_TOLD);
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
function isAsItShould({ name, verdict }: Outcome): boolean {
  return verdict === "skipped" || verdict === (name === CONTROL ? "held" : "broken");
}

function keep(controls: readonly Outcome[], outcomes: readonly Outcome[]): void {
  keepResult("teeth", {
    ...from,
    seed,
    controls,
    faults: outcomes
      .filter(({ verdict }) => verdict !== "skipped")
      .map((outcome) => ({ ...outcome, caught: outcome.verdict === "broken" })),
    skipped: outcomes.filter(({ verdict }) => verdict === "skipped"),
  });
}

endOnSignals();
const { seed, faults } = understood(given);
const from = origin();
console.log(`seed ${seed}; --seed ${seed} makes the same choices again`);
const copy = copySources();
const unharmed: Outcome[] = [];
const harmed: Outcome[] = [];
try {
  // Before anything takes its time: each must fit.
  for (const fault of faults) await copy.planted(fault, async () => undefined);
  for (const part of new Set(faults.map((fault) => fault.part))) {
    unharmed.push(await tried(copy, { name: CONTROL, about: "the sources as they are", part }));
  }
  for (const fault of faults) harmed.push(await copy.planted(fault, () => tried(copy, fault)));
} finally {
  copy.remove();
}
// Some of them stand for nothing.
if (faults.length === FAULTS.length) keep(unharmed, harmed);
console.log(`${harmed.filter(({ verdict }) => verdict === "broken").length} of ${faults.length} faults caught`);
if (![...unharmed, ...harmed].every(isAsItShould)) process.exitCode = 1;
