import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../../..", import.meta.url));
const CONDITION = "--conditions=@bourse/source";
/** The product says "Bourse is open at http://…:1234, …"; the floors say as much. */
const OPEN = /open at http:\/\/127\.0\.0\.1:(\d+)/;
const OPENS_WITHIN = 120_000;

/** A server under measurement, in a process of its own. */
export type SubjectProcess = {
  readonly port: number;
  readonly pid: number;
  /** From its beginning until it said that it was open, in milliseconds. */
  readonly openedAfter: number;
  readonly stop: () => Promise<void>;
};

const hasTaskset = spawnSync("taskset", ["--version"]).status === 0;
/** Whether server and load each have a core that the other never runs on. */
export const IS_PINNED: boolean = hasTaskset && availableParallelism() > 1;

/** Leaves core 0 to the servers. */
export function pinLoad(): void {
  if (IS_PINNED) spawnSync("taskset", ["--all-tasks", "--cpu-list", "--pid", "1", String(process.pid)]);
}

/** Starts a file of this repository on core 0. What it prints goes to a file in the folder, as a service's log does. */
export async function startSubject(
  file: string,
  folder: string,
  environment: Readonly<Record<string, string>>,
): Promise<SubjectProcess> {
  const log = join(folder, "subject.log");
  const output = openSync(log, "w");
  const node = [process.execPath, CONDITION, file];
  const [command = "", ...args] = IS_PINNED ? ["taskset", "--cpu-list", "0", ...node] : node;
  const began = performance.now();
  const env = { PATH: process.env["PATH"], ...environment };
  const child = spawn(command, args, { cwd: ROOT, env, stdio: ["ignore", output, "inherit"] });
  const exit = once(child, "exit");
  closeSync(output);
  let port: string | undefined;
  while (port === undefined) {
    if (child.exitCode !== null) throw new Error(`${file} did not open: ${readFileSync(log, "utf8")}`);
    if (performance.now() - began > OPENS_WITHIN) throw new Error(`${file} did not open in time`);
    await wait(5);
    port = OPEN.exec(readFileSync(log, "utf8"))?.[1];
  }
  const openedAfter = performance.now() - began;
  const stop = async (): Promise<void> => {
    child.kill("SIGTERM");
    await exit;
  };
  return { port: Number(port), pid: child.pid ?? 0, openedAfter, stop };
}

/** The processor time that the server has taken so far, user and system, in microseconds, as `process.cpuUsage` says. */
export async function processorTime({ port }: SubjectProcess): Promise<number> {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  const seconds = ["user", "system"].map((part) => {
    const found = new RegExp(`^process_cpu_${part}_seconds_total (\\S+)`, "m").exec(text)?.[1];
    return Number(found ?? NaN);
  });
  return seconds.reduce((sum, each) => sum + each, 0) * 1e6;
}
