import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { onTestFinished } from "vitest";
import { NODE_ENVIRONMENT, ROOT } from "./node.ts";

/** As `pnpm start` begins it, but for an `.env` file: tests must not depend on one. */
const COMMAND = ["--conditions=@bourse/source", "packages/http/src/main.ts"];
const OPEN = /^Bourse is open at (\S+), its docs at \1\/docs$/;

export type Environment = Readonly<Record<string, string>>;
type Exit = { readonly code: number | null; readonly signal: NodeJS.Signals | null };

/** Has it done once whoever asked is over: a test, or a whole file's. */
export type AtEnd = (undo: () => Promise<void> | void) => void;

/** A server of its own process. It is killed when the test ends, whatever comes. */
export type ServerProcess = {
  /** Everything it has printed, a line each. */
  readonly lines: readonly string[];
  /** What it has printed to standard error: why it did not start, and nothing else. */
  readonly complaints: readonly string[];
  /** Its address; rejects when it ends without having opened. */
  readonly url: Promise<string>;
  readonly exit: Promise<Exit>;
  /** From its start until it opened, or ended, in milliseconds. */
  readonly startTime: () => number;
  readonly kill: (signal: NodeJS.Signals) => Promise<Exit>;
};

/** A new folder for a server's data, which goes when the test ends. */
export function dataFolder(atEnd: AtEnd = onTestFinished): string {
  const folder = mkdtempSync(join(tmpdir(), "bourse-process-"));
  atEnd(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function startServer(
  dataDir: string,
  environment: Environment = {},
  atEnd: AtEnd = onTestFinished,
): ServerProcess {
  const began = performance.now();
  let startTime = 0;
  const child = spawn(process.execPath, COMMAND, {
    cwd: ROOT,
    env: { ...NODE_ENVIRONMENT, HOST: "127.0.0.1", PORT: "0", DATA_DIR: dataDir, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const lines: string[] = [];
  const complaints: string[] = [];
  const opened = Promise.withResolvers<string>();
  const exit = exitOf(child);
  createInterface({ input: child.stderr }).on("line", (line) => complaints.push(line));
  createInterface({ input: child.stdout }).on("line", (line) => {
    lines.push(line);
    const url = OPEN.exec(messageOf(line))?.[1];
    if (url === undefined) return;
    startTime = performance.now() - began;
    opened.resolve(url);
  });
  const ended = exit.then(({ code, signal }) => {
    startTime ||= performance.now() - began;
    return opened.reject(
      new Error(`the server ended (${code ?? signal}) before it opened: ${[...lines, ...complaints].join("\n")}`),
    );
  });
  // A server that is meant to be refused is asked for its exit alone.
  opened.promise.catch(() => undefined);
  const kill = async (signal: NodeJS.Signals): Promise<Exit> => {
    child.kill(signal);
    await ended;
    return exit;
  };
  atEnd(async () => {
    await kill("SIGKILL");
  });
  return { lines, complaints, url: opened.promise, exit, startTime: () => startTime, kill };
}

/** Once it has ended and all that it printed has been read. */
async function exitOf(child: ChildProcess): Promise<Exit> {
  const [code, signal] = (await once(child, "close")) as [Exit["code"], Exit["signal"]];
  return { code, signal };
}

/** The `msg` of a log line, or nothing. */
export function messageOf(line: string): string {
  const parsed: unknown = JSON.parse(line);
  return typeof parsed === "object" && parsed !== null && "msg" in parsed ? String(parsed.msg) : "";
}
