import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Line } from "../bench/table.ts";
import type { Finding, Part, Skipped, Task } from "../prove/part.ts";
import { RESULTS, type Origin } from "../results.ts";

/** What is kept of a part that was tried. */
export type Outcome = (Finding | Skipped) &
  Origin &
  Pick<Task, "seed" | "setting"> & { readonly part: string; readonly about: string; readonly seconds: number };

/** A fault that was planted, and what was tried until it was caught. */
type Planted = {
  readonly name: string;
  /** The part that is to catch it. */
  readonly part: string;
  readonly caught: boolean;
  readonly after?: string;
  readonly seconds?: number;
};
export type Teeth = Partial<Origin> & { readonly faults: readonly Planted[] };

export type Bench = Origin & { readonly isPinned: boolean; readonly rounds: number; readonly result: readonly Line[] };

/** What must not grow with what is kept: a figure, and what it may be at most. */
export type Measured = {
  readonly what: string;
  readonly figure: number;
  readonly bound: number;
  readonly told: string;
};
export type Growth = Origin & { readonly entries: number; readonly found: readonly Measured[] };

/** One server's orders on PostgreSQL, beside what the database does by itself. */
export type Postgres = Origin & {
  readonly rounds: number;
  /** By name, how many a second. */
  readonly medians: Readonly<Record<string, number>>;
  readonly result: readonly Rate[];
};
type Rate = { readonly of: string; readonly floor: string; readonly least: number; readonly ratio: number };

/** All that there is to tell; null is what was not run. */
export type Results = {
  readonly parts: readonly PartResults[];
  readonly teeth: Teeth | null;
  readonly bench: Bench | null;
  readonly growth: Growth | null;
  readonly postgres: Postgres | null;
};
export type PartResults = Pick<Part, "name" | "about"> & Readonly<Record<Task["setting"], Outcome | null>>;

/** The results that are kept. Throws, naming the file, when one is no JSON. */
export function readResults(parts: readonly Part[], folder: string = RESULTS): Results {
  return {
    parts: parts.map(({ name, about }) => ({
      name,
      about,
      long: read(join(folder, "long", `${name}.json`)) as Outcome | null,
      short: read(join(folder, "short", `${name}.json`)) as Outcome | null,
    })),
    teeth: read(join(folder, "teeth.json")) as Teeth | null,
    bench: read(join(folder, "bench.json")) as Bench | null,
    growth: read(join(folder, "growth.json")) as Growth | null,
    postgres: read(join(folder, "postgres.json")) as Postgres | null,
  };
}

function read(path: string): unknown {
  if (!existsSync(path)) return null;
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (cause) {
    throw new Error(`${path} is no JSON: remove it, and run what makes it again`, { cause });
  }
}
