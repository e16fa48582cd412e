import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { atEnd, scratchFolder } from "../process/at-end.ts";
import { attach } from "../process/strace.ts";
import { compileCache, ROOT } from "../process/root.ts";
import { factsIn, type Fact } from "./facts.ts";

const MAIN = "packages/proof/src/short-run/main.ts";
/** How long a run may take, in milliseconds: one that hangs is a finding, not the end of the proof. */
const PATIENCE = 120_000;

export type TracedRun = {
  readonly root?: string | undefined;
  readonly seed: number;
  readonly folder: string;
  readonly synchronous?: "FULL" | "NORMAL";
  /** What the tracer is to do, besides watching the database's files alone. */
  readonly tracing: readonly string[];
  /** Whether the run is made to fail, and so may. */
  readonly mayFail?: boolean;
  /** Whether to watch what is told as well. */
  readonly withFacts?: boolean;
};

/**
 * Where files are put that are thrown away: in memory where there is room for that, since what is tried here is the order
 * of the calls and what they leave, not the disk.
 */
const FAST = existsSync("/dev/shm") ? "/dev/shm" : undefined;

/** Work in a folder with a folder `data` that is thrown away. */
export async function inFolder<Value>(work: (folder: string) => Promise<Value>): Promise<Value> {
  const { folder, remove } = scratchFolder(FAST);
  try {
    mkdirSync(join(folder, "data"));
    return await work(folder);
  } finally {
    remove();
  }
}

export const databaseIn = (folder: string): string => join(folder, "data", "bourse.sqlite");
const factsFile = (folder: string): string => join(folder, "facts");

/** Every file that SQLite may write for a database, and their folder. Its index in memory is made anew at every start. */
function filesOf(folder: string): readonly string[] {
  const file = databaseIn(folder);
  const lock = `${file}.lock`;
  return [join(folder, "data"), file, `${file}-wal`, `${file}-journal`, lock, `${lock}-journal`];
}

/** Runs a short life of a brokerage in a process of its own, under the tracer, and answers what it told. */
export async function runTraced(run: TracedRun): Promise<readonly Fact[]> {
  const { root = ROOT, seed, folder, synchronous = "FULL", tracing, withFacts = false, mayFail = false } = run;
  const given = [databaseIn(folder), factsFile(folder), String(seed), synchronous];
  const child = spawn(process.execPath, ["--conditions=@bourse/source", join(root, MAIN), ...given], {
    cwd: root,
    env: { PATH: process.env["PATH"], NODE_COMPILE_CACHE: compileCache(root) },
    stdio: ["pipe", "pipe", "pipe"],
    timeout: PATIENCE,
    killSignal: "SIGKILL",
  });
  const exit = once(child, "close") as Promise<[number | null, NodeJS.Signals | null]>;
  child.once(
    "close",
    atEnd(() => void child.kill("SIGKILL")),
  );
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said += text;
  });
  await Promise.race([once(child.stdout, "data"), exit]);
  if (child.pid === undefined || child.exitCode !== null) throw new Error(`the run did not begin: ${said}`);
  const paths = [...filesOf(folder), ...(withFacts ? [factsFile(folder)] : [])].flatMap((path) => ["-P", path]);
  const tracer = await attach(child.pid, [...tracing, ...paths]);
  child.stdin.on("error", () => undefined);
  child.stdin.write("go\n");
  const [code] = await exit;
  await tracer.ended;
  if (code !== 0 && !mayFail) throw new Error(`the run failed: ${said}`);
  const facts = existsSync(factsFile(folder)) ? factsIn(readFileSync(factsFile(folder), "utf8")) : [];
  return facts;
}
