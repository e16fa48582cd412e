import { BOUNDS, type Bound, type Line } from "../bench/table.ts";
import type { Origin } from "../results.ts";
import { list, plain, table, verbatim } from "./markdown.ts";
import type { Bench, Growth, Measured, Outcome, PartResults, Postgres, Results, Teeth } from "./results.ts";

const TITLE = `# Proof

What the promises were tried with, and what that found, as the commands have written it down; \`pnpm prove:report\` makes
this page of their results. A seed makes the same choices again.`;

/** The page that says what was tried and found: no more than the results do, and whatever is missing as such. */
export function proofPage({ parts, teeth, bench, growth, postgres }: Results): string {
  const paragraphs = [
    TITLE,
    ...settingOf(parts, "long", "pnpm prove --long"),
    ...settingOf(parts, "short", "pnpm prove"),
    "## Planted faults",
    ...teethOf(teeth),
    "## How fast",
    ...benchOf(bench),
    "## How fast on PostgreSQL",
    ...postgresOf(postgres),
    "## What grows",
    ...growthOf(growth),
  ];
  return `${paragraphs.join("\n\n")}\n`;
}

function settingOf(parts: readonly PartResults[], setting: "long" | "short", command: string): readonly string[] {
  return [`## The ${setting} setting`, ...parts.flatMap((part) => partOf(part, part[setting], command))];
}

function partOf({ name, about }: PartResults, outcome: Outcome | null, command: string): readonly string[] {
  const head = [`### ${plain(name)}`, plain(`${about.charAt(0).toUpperCase()}${about.slice(1)}.`)];
  const again = command.replace("prove", `prove ${name}`);
  if (outcome === null) return [...head, notRun(again)];
  const { seed, seconds } = outcome;
  const made = `\`${again} --seed ${seed}\`, ${seconds} s, ${madeOn(outcome)}`;
  if ("skipped" in outcome) return [...head, made, `**Skipped**: ${plain(outcome.skipped)}.`];
  const tried = Object.entries(outcome.tried).map(([what, count]) => `${what}: ${count}`);
  return [...head, made, list([...tried, ...(outcome.notes ?? [])]), ...violationsOf(outcome.violations)];
}

function violationsOf(violations: readonly string[]): readonly string[] {
  if (violations.length === 0) return ["No promise broken."];
  return [`**BROKEN**, ${violations.length} found:`, verbatim(violations)];
}

function teethOf(teeth: Teeth | null): readonly string[] {
  if (teeth === null) return [notRun()];
  const missed = teeth.faults.filter(({ caught }) => !caught).length;
  const rows = teeth.faults.map(({ name, part, caught, after = "", seconds }) => [
    name,
    part,
    caught ? "yes" : "NO",
    after,
    seconds === undefined ? "" : `${Math.round(seconds)} s`,
  ]);
  return [
    madeOn(teeth),
    table(["planted", "to be caught by", "caught", "after", "in"], rows),
    missed === 0 ? `All ${rows.length} caught.` : `**NOT CAUGHT**: ${missed} of ${rows.length}.`,
  ];
}

function benchOf(bench: Bench | null): readonly string[] {
  if (bench === null) return [notRun("pnpm bench")];
  const unmeasured = BOUNDS.filter(({ of }) => !bench.result.some(({ name }) => name === of));
  const rows = [
    ...bench.result.map((line) => speedRow(line)),
    ...unmeasured.map(({ of }) => [of, "", "", "", "", "", "", "not measured"]),
  ];
  const cores = bench.isPinned ? "server and load on a core each" : "server and load on the same cores";
  return [
    `\`pnpm bench\`, ${madeOn(bench)}`,
    `CPU time of the server for one request, medians of ${bench.rounds} rounds; ${cores}.`,
    table(["", "CPU µs", "least", "a second", "floor", "cost ratio", "rate ratio", "bound"], rows),
  ];
}

function speedRow(line: Line): readonly string[] {
  const { name, microseconds, least, rate, floor = "", costRatio, rateRatio } = line;
  const figures = [name, decimals(microseconds, 1), decimals(least, 1), decimals(rate, 0), floor];
  const bound = BOUNDS.find(({ of }) => of === name);
  return [...figures, decimals(costRatio, 2), decimals(rateRatio, 2), bound ? speedVerdict(line, bound) : ""];
}

/** Judged anew, by the figures: one that is missing holds nothing. */
function speedVerdict({ costRatio, rateRatio }: Line, { mostCost, leastRate }: Bound): string {
  if (typeof costRatio !== "number" || typeof rateRatio !== "number") return "not measured beside its floor";
  const holds = costRatio <= mostCost && (leastRate === undefined || rateRatio >= leastRate);
  const rate = leastRate === undefined ? "" : `, rate at least ${leastRate}`;
  return `${verdict(holds)}: cost at most ${mostCost}${rate}`;
}

function postgresOf(postgres: Postgres | null): readonly string[] {
  if (postgres === null) return [notRun("pnpm bench:postgres")];
  const { rounds, medians, result } = postgres;
  const rows = result.map(({ of, floor, least, ratio }) => [
    of,
    decimals(medians[of], 0),
    floor,
    decimals(medians[floor], 0),
    decimals(ratio, 2),
    `${verdict(ratio >= least)}: at least ${least}`,
  ]);
  return [
    `\`pnpm bench:postgres\`, ${madeOn(postgres)}`,
    `Medians of ${rounds} rounds, through one server, beside what the database does by itself in the same rounds.`,
    table(["", "a second", "floor", "a second", "ratio", "bound"], rows),
  ];
}

function growthOf(growth: Growth | null): readonly string[] {
  if (growth === null) return [notRun("pnpm bench:growth")];
  return [
    `\`pnpm bench:growth --entries ${growth.entries}\`, ${madeOn(growth)}`,
    table(["", "figure", "medians", "bound"], growth.found.map(growthRow)),
  ];
}

function growthRow({ what, figure, bound, told }: Measured): readonly string[] {
  const holds = typeof figure === "number" && figure <= bound;
  return [what, decimals(figure, 2), told, `${verdict(holds)}: at most ${bound}`];
}

function verdict(holds: boolean): string {
  return holds ? "holds" : "BROKEN";
}

function decimals(figure: number | null | undefined, digits: number): string {
  return typeof figure === "number" ? figure.toFixed(digits) : "";
}

function notRun(command?: string): string {
  return command === undefined ? "**Not run**." : `**Not run**: \`${command}\`.`;
}

function madeOn({ machine = "an unknown machine", date = "unknown day", commit = "unknown" }: Partial<Origin>): string {
  return plain(`${date}, commit ${commit}, on ${machine}.`);
}
