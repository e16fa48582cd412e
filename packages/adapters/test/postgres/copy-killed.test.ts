import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { auditPostgres, openPostgres } from "@bourse/adapters/postgres";
import { Client } from "pg";
import { expect, it, onTestFinished } from "vitest";
import { brokerageFile, rowsOfBoth } from "./support/copies.ts";
import { newStore } from "./support/store.ts";

/** Enough for several batches of the ledger. */
const TRADERS = 600;

const COPYING = `
  import { openCopyTarget } from "@bourse/adapters/postgres";
  import { sqliteCopySource } from "@bourse/adapters/sqlite";
  const target = await openCopyTarget(process.argv[2]);
  const source = sqliteCopySource(process.argv[1]);
  const { drifts, problems } = await target.take(source);
  source.close();
  await target.close();
  process.exitCode = drifts.length + problems.length;
`;

/** A process that is started again and again finds its sources compiled. */
const CACHE = fileURLToPath(new URL("../../../../node_modules/.cache/bourse-adapters", import.meta.url));

/** Copies in a process that dies before its `killAt`th step; true when it had fewer. */
async function copiedBy(killAt: number, path: string, url: string): Promise<boolean> {
  const preload = new URL("support/killed-at-query.mjs", import.meta.url).href;
  const flags = ["--conditions=@bourse/source", "--import", preload, "--input-type=module", "--eval", COPYING];
  const child = spawn(process.execPath, [...flags, path, url], {
    cwd: new URL("..", import.meta.url),
    env: { PATH: process.env["PATH"], KILL_AT: String(killAt), NODE_COMPILE_CACHE: CACHE },
    stdio: ["ignore", "inherit", "inherit"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const [code, signal] = (await once(child, "exit")) as [number | null, string | null];
  expect(code === 0 || signal === "SIGKILL").toBe(true);
  return code === 0;
}

/** How many rows are there by the copy's own word; null when it is finished, or has not begun. */
async function progressOf(url: string): Promise<number | null> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ copied: string }>("SELECT copied FROM copy_progress");
    return Number(rows[0]?.copied);
  } catch {
    return null;
  } finally {
    await client.end();
  }
}

/** What becomes of a server that starts. */
function openingOf(url: string): Promise<string> {
  return openPostgres({ url }).then(
    async (database) => {
      await database.close();
      return "open";
    },
    (error: unknown) => String(error),
  );
}

it("killed again and again, at any of its steps, a copy goes on where it was, and ends with every row as it was", async () => {
  const path = await brokerageFile(TRADERS);
  const store = await newStore();
  onTestFinished(store.dispose);
  const progress: (number | null)[] = [];
  let killAt = 4;
  while (!(await copiedBy(killAt, path, store.url))) {
    progress.push(await progressOf(store.url));
    expect(await openingOf(store.url)).toMatch(progress.at(-1) === null ? /^open$/ : /is not finished/);
    killAt += 2;
  }
  const begun = progress.filter((copied) => copied !== null);
  // It never goes back, and was seen between batches.
  expect(begun).toEqual(begun.toSorted((a, b) => a - b));
  expect(new Set(begun).size).toBeGreaterThan(3);
  const database = await store.reopen();
  const { inFile, inDatabase } = await rowsOfBoth(path, database);
  for (const table of Object.keys(inFile)) expect(inDatabase[table]).toEqual(inFile[table]);
  const sound = { accounts: TRADERS + 3, entries: TRADERS * 7, drifts: [], problems: [] };
  expect(await auditPostgres(store.url)).toEqual(sound);
}, 300_000);
