import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { setTimeout as wait } from "node:timers/promises";
import { Client, DatabaseError } from "pg";
import { atEnd } from "../../process/at-end.ts";
import { compileCache, ROOT } from "../../process/root.ts";

/** How often it is looked how far a copy is, in milliseconds. */
const LOOK_EACH = 10;

export type Ended = { readonly code: number | null; readonly out: string; readonly complaints: string };

/** What is done while a command runs: it may kill it. */
type Meanwhile = (kill: () => void, isOver: () => boolean) => Promise<void>;

type Options = {
  /** The folder of the sources that are run. */
  readonly root?: string | undefined;
  readonly settings?: Readonly<Record<string, string>>;
  readonly meanwhile?: Meanwhile;
};

/** Runs `bourse` with these words in a process of its own. */
export async function bourse(words: readonly string[], options: Options = {}): Promise<Ended> {
  const { root = ROOT, settings, meanwhile = async () => undefined } = options;
  const child = spawn(process.execPath, ["--conditions=@bourse/source", "packages/http/src/cli/main.ts", ...words], {
    cwd: root,
    env: { PATH: process.env["PATH"], NODE_COMPILE_CACHE: compileCache(root), ...settings },
    stdio: ["ignore", "pipe", "pipe"],
  });
  child.once(
    "close",
    atEnd(() => void child.kill("SIGKILL")),
  );
  const closed = once(child, "close") as Promise<[number | null]>;
  const watched = meanwhile(
    () => void child.kill("SIGKILL"),
    () => child.exitCode !== null || child.signalCode !== null,
  );
  const [out, complaints, [code]] = await Promise.all([text(child.stdout), text(child.stderr), closed, watched]);
  return { code, out, complaints };
}

/** Kills a copy once it says that so many rows are there. */
export function killAt(url: string, rows: number): Meanwhile {
  return (kill, isOver) =>
    connected(url, async (client) => {
      while (!isOver()) {
        if (((await copiedOf(client)) ?? 0) >= rows) return kill();
        await wait(LOOK_EACH);
      }
    });
}

/** How many rows are there by the copy's own word; null before it has begun, and once it is finished. */
export function rowsCopied(url: string): Promise<number | null> {
  return connected(url, copiedOf);
}

async function copiedOf(client: Client): Promise<number | null> {
  try {
    const { rows } = await client.query<{ copied: string }>("SELECT copied FROM copy_progress");
    return Number(rows[0]?.copied);
  } catch (error) {
    if (error instanceof DatabaseError && error.code === "42P01") return null;
    throw error;
  }
}

async function connected<Value>(url: string, work: (client: Client) => Promise<Value>): Promise<Value> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
