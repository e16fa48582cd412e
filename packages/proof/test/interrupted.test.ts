import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { expect, it, onTestFinished } from "vitest";
import { ROOT } from "../src/process/root.ts";
import { noSmallDisk } from "../src/prove/disk/full.ts";

/** Processes that were started with such a text in their environment, or in what they were called with. */
function processesWith(text: string, where: "cmdline" | "environ"): readonly number[] {
  const all = readdirSync("/proc").map(Number);
  return all.filter((pid) => {
    if (!Number.isInteger(pid)) return false;
    try {
      return readFileSync(`/proc/${pid}/${where}`, "utf8").includes(text);
    } catch {
      return false;
    }
  });
}

/** Servers of ours. */
const serversIn = (folder: string): readonly number[] => processesWith(`DATA_DIR=${folder}`, "environ");

/** And of PostgreSQL. */
const processesIn = (folder: string): readonly number[] => [...serversIn(folder), ...processesWith(folder, "cmdline")];

function mountsIn(folder: string): readonly string[] {
  return readFileSync("/proc/mounts", "utf8")
    .split("\n")
    .filter((line) => line.includes(folder));
}

/** Starts a part with a folder of its own for temporary files, and interrupts it once that has a server in it. */
async function interrupted(part: string, signal: "SIGINT" | "SIGTERM") {
  const folder = mkdtempSync(join(tmpdir(), "bourse-interrupted-"));
  // PostgreSQL may be another user's.
  chmodSync(folder, 0o755);
  const flags = ["--conditions=@bourse/source", "packages/proof/src/prove/main.ts", part, "--seed", "1"];
  const child = spawn(process.execPath, flags, {
    cwd: ROOT,
    env: { PATH: process.env["PATH"], TMPDIR: folder },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const exit = once(child, "exit");
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await exit;
    for (const pid of processesIn(folder)) process.kill(pid, "SIGKILL");
    for (const line of mountsIn(folder)) spawnSync("umount", [line.split(" ")[1] ?? ""]);
    rmSync(folder, { recursive: true });
  });
  while (serversIn(folder).length === 0 && child.exitCode === null) await wait(20);
  const mounts = mountsIn(folder);
  child.kill(signal);
  const [code] = (await exit) as [number | null];
  return { code, mounts, folder };
}

/** Until the kernel has seen to what was killed. */
async function isOver(folder: string): Promise<boolean> {
  while (processesIn(folder).length > 0) await wait(20);
  return true;
}

it.skipIf(process.platform !== "linux").each(["crash", "replicas"])(
  "a proof that is interrupted leaves neither a server nor a file: %s",
  async (part) => {
    const { code, folder } = await interrupted(part, "SIGINT");
    expect(code).toBe(130);
    expect(await isOver(folder)).toBe(true);
    expect(readdirSync(folder)).toEqual([]);
  },
);

it.skipIf(noSmallDisk() !== null)("nor a disk that it has mounted", async () => {
  const { code, mounts, folder } = await interrupted("disk", "SIGTERM");
  expect(code).toBe(143);
  expect(mounts).not.toEqual([]);
  expect(mountsIn(folder)).toEqual([]);
  expect(await isOver(folder)).toBe(true);
  expect(readdirSync(folder)).toEqual([]);
});
