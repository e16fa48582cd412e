import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { auditSqlite, backupSqlite, openSqlite, restoreSqlite } from "@bourse/adapters/sqlite";
import { expect, it, onTestFinished } from "vitest";
import { trader } from "./planting.ts";
import { newStore, temporaryFolder, type Store } from "./store.ts";

const OLD = { accounts: 2, entries: 14, drifts: [], problems: [] };
const NEW = { accounts: 60, entries: 7, drifts: [], problems: [] };

const RESTORING = `
  import { restoreSqlite } from "@bourse/adapters/sqlite";
  await restoreSqlite(process.argv[1], process.argv[2], { replace: true, now: new Date(0) });
`;

/** Restores in a process that dies before its `killAt`th step; true when it had fewer. */
async function restoredBy(killAt: number, backup: string, path: string): Promise<boolean> {
  const flags = ["--conditions=@bourse/source", "--import", new URL("killed-at.mjs", import.meta.url).href];
  const child = spawn(process.execPath, [...flags, "--input-type=module", "--eval", RESTORING, backup, path], {
    cwd: new URL("..", import.meta.url),
    env: { PATH: process.env["PATH"], KILL_AT: String(killAt) },
    stdio: ["ignore", "inherit", "inherit"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const [code, signal] = (await once(child, "exit")) as [number | null, string | null];
  expect(code === 0 || signal === "SIGKILL").toBe(true);
  return code === 0;
}

/** What `make` writes through a server that is then killed, as its files are. */
async function killedBrokerage(path: string, make: (store: Store) => Promise<void>): Promise<void> {
  const store = newStore();
  await make(store);
  for (const log of ["", "-wal"]) copyFileSync(store.path + log, path + log);
  await store.dispose();
}

/** A killed server's brokerage, half of which stands in its log alone; and a backup of quite another. */
async function stage() {
  const { folder, remove } = temporaryFolder();
  onTestFinished(remove);
  const [other, backup, killed] = ["other", "monday", "killed"].map((name) => join(folder, `${name}.sqlite`)) as [
    string,
    string,
    string,
  ];
  await killedBrokerage(other, async (store) => {
    for (let count = 1; count < NEW.accounts; count += 1) await store.openAccount();
    await trader(store);
  });
  await backupSqlite(other, backup);
  await killedBrokerage(killed, async (store) => {
    await trader(store);
    store.reopen();
    await trader(store);
  });
  return { backup, killed, folder };
}

/** What the folder says after a kill, once a server has opened it: the audit of what is in place, and of what is kept. */
function found(path: string): readonly unknown[] {
  openSqlite(path).close();
  const former = readdirSync(dirname(path)).find((name) => name.endsWith("Z"));
  const inPlace = auditSqlite(path);
  return inPlace.entries === OLD.entries ? [inPlace] : [inPlace, auditSqlite(join(dirname(path), String(former)))];
}

it("killed before any of its steps, a restore leaves what was there or what is to be, whole, and can be done again", async () => {
  const { backup, killed, folder } = await stage();
  const states: unknown[] = [];
  for (let killAt = 1; ; killAt += 1) {
    const data = join(folder, `data-${killAt}`);
    mkdirSync(data);
    const path = join(data, "bourse.sqlite");
    for (const log of ["", "-wal"]) copyFileSync(killed + log, path + log);
    const isDone = await restoredBy(killAt, backup, path);
    states.push(found(path));
    await restoreSqlite(backup, path, { replace: true, now: new Date(1) });
    expect(auditSqlite(path)).toEqual(NEW);
    expect(readdirSync(data).filter((name) => /restoring|part$/.test(name))).toEqual([]);
    rmSync(data, { recursive: true });
    if (isDone) break;
  }
  // It changes once, at one stroke, and neither with the first step nor with the last.
  const changed = states.findIndex((state) => isDeepStrictEqual(state, [NEW, OLD]));
  expect(changed).toBeGreaterThan(7);
  expect(states.length - changed).toBeGreaterThan(1);
  expect(states).toEqual(states.map((_, index) => (index < changed ? [OLD] : [NEW, OLD])));
}, 600_000);
