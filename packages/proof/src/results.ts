import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, release, totalmem, type } from "node:os";
import { dirname, join } from "node:path";

/** Where what was proved and measured is kept, from the repository's folder on. */
export const RESULTS = "proof-results";
const GIBIBYTE = 1024 ** 3;

/** What a result is of: figures without it can be compared with none. */
export type Origin = {
  readonly machine: string;
  /** The day on which it was made, in UTC, such as `2026-11-20`. */
  readonly date: string;
  /** The sources' commit, followed by `, changed` when they were not as it has them. */
  readonly commit: string;
};

export function origin(): Origin {
  return { machine: machine(), date: new Date().toISOString().slice(0, 10), commit: commit() };
}

function machine(): string {
  const [cpu] = cpus();
  return `${availableParallelism()} × ${cpu?.model.trim() ?? "unknown"}, ${Math.round(totalmem() / GIBIBYTE)} GiB, ${type()} ${release()}, Node.js ${process.version}`;
}

function commit(): string {
  const head = git("rev-parse", "--short=12", "HEAD");
  if (head === null) return "unknown";
  // The page is made from results and is no source of any.
  return git("status", "--porcelain", "--", ".", ":!docs/proof.md") === "" ? head : `${head}, changed`;
}

/** What git says, or null where there is no git or no repository. */
function git(...args: readonly string[]): string | null {
  const { status, stdout } = spawnSync("git", args, { encoding: "utf8" });
  return status === 0 ? stdout.trim() : null;
}

/** Keeps a result under a name, such as `long/crash`, in place of what that name had. */
export function keepResult(name: string, result: object): void {
  const path = join(RESULTS, `${name}.json`);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify(result, null, 2)}\n`);
}
