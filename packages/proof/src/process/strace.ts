import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

/** A tracer that watches one thread of a process. */
export type Tracer = {
  /** Once the process has ended, and its last call has been written down. */
  readonly ended: Promise<void>;
};

/** Why nothing can be traced here, in words that say how to change that; null when it can be. */
export function noTracing(): string | null {
  const { error } = spawnSync("strace", ["-V"], { stdio: "ignore" });
  if (error) return "strace is not there: apt-get install strace";
  const probe = spawnSync("strace", ["-o", "/dev/null", "true"], { stdio: "ignore" });
  return probe.status === 0 ? null : "strace may trace nothing here: run as root, or allow SYS_PTRACE";
}

/**
 * Attaches to a running process's first thread, on which SQLite does all its work; the others and the start are not
 * slowed down. Answers once it watches. Throws when it may not.
 */
export async function attach(pid: number, options: readonly string[]): Promise<Tracer> {
  const tracer = spawn("strace", [...options, "-p", String(pid)], { stdio: ["ignore", "ignore", "pipe"] });
  const ended = once(tracer, "exit").then(() => undefined);
  const lines: string[] = [];
  const attached = new Promise<boolean>((resolve) => {
    createInterface({ input: tracer.stderr }).on("line", (line) => {
      lines.push(line);
      if (/ attached/.test(line)) resolve(true);
    });
    void ended.then(() => resolve(false));
  });
  if (!(await attached)) throw new Error(`strace cannot attach: ${lines.join("; ")}`);
  return { ended };
}
