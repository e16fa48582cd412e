/*
 * Tries the promises: `pnpm prove [PART …] [--long] [--seed N] [--count N] [--root FOLDER]`. Prints what each part tried
 * and found, keeps it as `proof-results/short/PART.json` or `long/PART.json`, and ends with 1 when a promise was broken.
 * What was tried of other sources, or at a count that was asked for, is not what the setting stands for, and is not kept.
 */
import { parseArgs } from "node:util";
import { understood } from "../understood.ts";
import { endOnSignals } from "../process/at-end.ts";
import type { Outcome } from "../report/results.ts";
import { keepResult, origin } from "../results.ts";
import { PARTS } from "./parts.ts";
import type { Finding, Part, Skipped, Task } from "./part.ts";

function say(line: string): void {
  console.log(`  ${line}`);
}

function taskOf(): { readonly task: Task; readonly parts: readonly Part[] } {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      long: { type: "boolean", default: false },
      seed: { type: "string" },
      count: { type: "string" },
      root: { type: "string" },
    },
  });
  const seed = wholeNumber("--seed", values.seed, 0) ?? Math.floor(Math.random() * 2 ** 31);
  const count = wholeNumber("--count", values.count, 1);
  const names = PARTS.map(({ name }) => name);
  const unknown = positionals.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new Error(`there is no part ${unknown}; there are ${names.join(", ")}`);
  const parts = PARTS.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
  const setting = values.long ? "long" : "short";
  return { task: { setting, seed, count, root: values.root, say }, parts };
}

function wholeNumber(name: string, text: string | undefined, least: number): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < least)
    throw new Error(`${name} must be a whole number, ${least} or more`);
  return value;
}

async function tried(part: Part, task: Task): Promise<Outcome> {
  console.log(`\n${part.name}: ${part.about}`);
  const from = origin();
  const began = performance.now();
  const found = await part.run(task);
  const seconds = Math.round((performance.now() - began) / 1000);
  for (const line of linesOf(found)) console.log(`  ${line}`);
  console.log(`  ${seconds} s`);
  const { setting, seed } = task;
  return { part: part.name, about: part.about, setting, seed, seconds, ...from, ...found };
}

function linesOf(found: Finding | Skipped): readonly string[] {
  if ("skipped" in found) return [`skipped: ${found.skipped}`];
  const { tried: counts, notes = [], violations } = found;
  const broken = violations.length === 0 ? ["no promise broken"] : violations.map((line) => `BROKEN: ${line}`);
  return [...Object.entries(counts).map(([what, count]) => `${what}: ${count}`), ...notes, ...broken];
}

endOnSignals();
const { task, parts } = understood(taskOf);
console.log(`seed ${task.seed}, ${task.setting} setting; --seed ${task.seed} makes the same choices again`);
const isKept = task.root === undefined && task.count === undefined;
for (const part of parts) {
  const outcome = await tried(part, task);
  if (isKept) keepResult(`${task.setting}/${part.name}`, outcome);
  if ("violations" in outcome && outcome.violations.length > 0) process.exitCode = 1;
}
