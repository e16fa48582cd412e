import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { auditSqlite, backupSqlite } from "@bourse/adapters/sqlite";
import { afterEach, beforeEach, expect, it, onTestFinished } from "vitest";
import { trader } from "./planting.ts";
import { newStore, type Store } from "./store.ts";

let store: Store;
beforeEach(async () => {
  store = newStore();
  await trader(store);
});
afterEach(() => store.dispose());

const SOUND = { accounts: 1, entries: 7, drifts: [], problems: [] };

/** It waits for ever once it has a draft, when it is asked to. */
const BACKING_UP = `
  import { backupSqlite } from "@bourse/adapters/sqlite";
  await backupSqlite(process.argv[1], process.argv[2], ({ step }) => {
    if (process.env.KILL_AT !== undefined || step !== "replaying the entries") return;
    console.log("it has a draft");
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  });
`;

function backingUp(to: string, env: Record<string, string> = {}) {
  const flags = ["--conditions=@bourse/source", "--import", new URL("killed-at.mjs", import.meta.url).href];
  const child = spawn(process.execPath, [...flags, "--input-type=module", "--eval", BACKING_UP, store.path, to], {
    cwd: new URL("..", import.meta.url),
    env: { PATH: process.env["PATH"], ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  return { child, exit: once(child, "exit") as Promise<[number | null, string | null]> };
}

/** A place for a backup in a folder of its own. */
function place(name: string) {
  const folder = join(dirname(store.path), name);
  mkdirSync(folder);
  return { to: join(folder, "monday.sqlite"), filesThere: () => readdirSync(folder) };
}

it("killed before any of its steps, a backup leaves nothing that the next one does not remove", async () => {
  const left: number[] = [];
  for (let killAt = 1; ; killAt += 1) {
    const { to, filesThere } = place(`killed-${killAt}`);
    const [code, signal] = await backingUp(to, { KILL_AT: String(killAt) }).exit;
    if (code === 0) break;
    expect(signal).toBe("SIGKILL");
    left.push(filesThere().length);
    // Killed after its draft has got the name, it was done.
    const due = existsSync(to) ? `Error: ${to} is there already, and a backup never replaces a file.` : SOUND;
    expect(await backupSqlite(store.path, to).catch(String)).toEqual(due);
    expect(filesThere()).toEqual(["monday.sqlite"]);
    expect(auditSqlite(to)).toEqual(SOUND);
  }
  expect(left.length).toBeGreaterThan(3);
  expect(Math.min(...left)).toBeGreaterThan(0);
});

it("what another process is making under the same name is left to it", async () => {
  const { to, filesThere } = place("busy");
  const { child, exit } = backingUp(to);
  await Promise.race([once(child.stdout, "data"), exit]);
  const drafts = filesThere();
  expect(drafts).toContainEqual(expect.stringMatching(/^monday\.sqlite\.[0-9a-f]{8}\.part$/));
  expect(await backupSqlite(store.path, to)).toEqual(SOUND);
  expect(filesThere()).toEqual(expect.arrayContaining(drafts));
  child.kill("SIGKILL");
  await exit;
  await expect(backupSqlite(store.path, to)).rejects.toThrow("is there already");
  expect(filesThere()).toEqual(["monday.sqlite"]);
});

it("files of other names are nobody's draft", async () => {
  const { to, filesThere } = place("others");
  const others = ["sunday.sqlite.0123abcd.part", "monday.sqlite.part", "monday.sqlite.0123abcd.parts"];
  for (const name of others) writeFileSync(join(dirname(to), name), "Dear diary");
  await backupSqlite(store.path, to);
  expect(filesThere().toSorted()).toEqual([...others, "monday.sqlite"].toSorted());
});
