/*
 * Tries the promises: `pnpm prove [PART …] [--long] [--seed N] [--count N] [--root FOLDER]`. Prints what each part tried
 * and found, keeps it as `proof-results/prove-short.json` or `-long.json`, and ends with 1 when a promise was broken.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, release, totalmem, type } from "node:os";
import { parseArgs } from "node:util";
import { PARTS } from "./parts.ts";
import type { Finding, Part, Skipped, Task } from "./part.ts";

const RESULTS = "proof-results";
const GIBIBYTE = 1024 ** 3;

type Outcome = (Finding | Skipped) & { readonly part: string; readonly about: string; readonly seconds: number };

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
  const began = performance.now();
  const found = await part.run(task);
  const seconds = Math.round((performance.now() - began) / 1000);
  for (const line of linesOf(found)) console.log(`  ${line}`);
  console.log(`  ${seconds} s`);
  return { part: part.name, about: part.about, seconds, ...found };
}

function linesOf(found: Finding | Skipped): readonly string[] {
  if ("skipped" in found) return [`skipped: ${found.skipped}`];
  const { tried: counts, notes = [], violations } = found;
  const broken = violations.length === 0 ? ["no promise broken"] : violations.map((line) => `BROKEN: ${line}`);
  return [...Object.entries(counts).map(([what, count]) => `${what}: ${count}`), ...notes, ...broken];
}

function machine(): string {
  const [cpu] = cpus();
  return `${availableParallelism()} × ${cpu?.model ?? "unknown"}, ${Math.round(totalmem() / GIBIBYTE)} GiB, ${type()} ${release()}, Node.js ${process.version}`;
}

const { task, parts } = taskOf();
console.log(`seed ${task.seed}, ${task.setting} setting; --seed ${task.seed} makes the same choices again`);
const outcomes: Outcome[] = [];
for (const part of parts) outcomes.push(await tried(part, task));
mkdirSync(RESULTS, { recursive: true });
const report = { setting: task.setting, seed: task.seed, machine: machine(), outcomes };
writeFileSync(`${RESULTS}/prove-${task.setting}.json`, `${JSON.stringify(report, null, 2)}\n`);
const violations = outcomes.flatMap((outcome) => ("violations" in outcome ? outcome.violations : []));
if (violations.length > 0) process.exitCode = 1;
