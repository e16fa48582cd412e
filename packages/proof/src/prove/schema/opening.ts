import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { compileCache, ROOT } from "../../process/root.ts";

/** What opens a brokerage and its prices, as a server does when it starts, and ends. */
const OPENING = `
  import { openPostgres, openPostgresPrices } from "@bourse/adapters/postgres";
  const database = await openPostgres({ url: process.argv[1] });
  await openPostgresPrices(database, "prices");
  await database.close();
`;

/**
 * Opens the database in a process of its own, which dies before its `killAt`th statement, if any. Answers how many it has
 * sent, null when it was killed; rejects when it failed by itself.
 */
export async function open(url: string, killAt = 0, root: string = ROOT): Promise<number | null> {
  const preload = new URL("killed-at-query.mjs", import.meta.url).href;
  const flags = ["--conditions=@bourse/source", "--import", preload, "--input-type=module", "--eval", OPENING];
  const child = spawn(process.execPath, [...flags, url], {
    cwd: `${root}/packages/proof`,
    env: { PATH: process.env["PATH"], KILL_AT: String(killAt), NODE_COMPILE_CACHE: compileCache(root) },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output = Promise.all([text(child.stdout), text(child.stderr)]);
  const [code, signal] = (await once(child, "exit")) as [number | null, string | null];
  const [said, complaint] = await output;
  if (signal === "SIGKILL") return null;
  if (code !== 0) throw new Error(`it could not be opened: ${complaint.trim()}`);
  return Number(said);
}
