import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { atEnd } from "./at-end.ts";
import { compileCache, ROOT } from "./root.ts";

/** As `pnpm start` begins it, but for an `.env` file. */
const COMMAND = ["--conditions=@bourse/source", "packages/http/src/main.ts"];
const OPEN = /Bourse is open at http:\/\/127\.0\.0\.1:(\d+),/;
const LINES_KEPT = 50;

/** The real server in a process of its own, on a data folder that outlives it. */
export type MortalServer = {
  readonly pid: number;
  /** Rejects, with what it printed, when it ends without having opened. */
  readonly port: Promise<number>;
  /** What it has logged as fatal or to standard error. */
  readonly complaints: readonly string[];
  readonly kill: (signal: NodeJS.Signals) => Promise<void>;
  readonly ended: Promise<void>;
  readonly hasEnded: () => boolean;
  /** Null until it has ended, and when a signal ended it. */
  readonly exitCode: () => number | null;
};

export type MortalOptions = {
  readonly dataDir: string;
  readonly jwtSecret: string;
  /** The folder of the sources that are run. */
  readonly root?: string | undefined;
  /** Of the server's own variables, those that are not as they come. */
  readonly settings?: Readonly<Record<string, string>>;
};

export function startMortal({ dataDir, jwtSecret, root = ROOT, settings }: MortalOptions): MortalServer {
  const child = spawn(process.execPath, COMMAND, {
    cwd: root,
    env: {
      PATH: process.env["PATH"],
      NODE_COMPILE_CACHE: compileCache(root),
      PORT: "0",
      DATA_DIR: dataDir,
      JWT_SECRET: jwtSecret,
      ...settings,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = once(child, "close").then(() => undefined);
  child.once(
    "close",
    atEnd(() => void child.kill("SIGKILL")),
  );
  const complaints: string[] = [];
  const lines: string[] = [];
  const port = Promise.withResolvers<number>();
  createInterface({ input: child.stderr }).on("line", (line) => complaints.push(line));
  createInterface({ input: child.stdout }).on("line", (line) => {
    lines.push(line);
    if (lines.length > LINES_KEPT) lines.shift();
    if (line.includes('"level":"fatal"')) complaints.push(line);
    const open = OPEN.exec(line)?.[1];
    if (open !== undefined) port.resolve(Number(open));
  });
  void ended.then(() => port.reject(new Error(`the server ended: ${[...lines, ...complaints].join("\n")}`)));
  // One that is killed while it starts is asked for its end alone.
  port.promise.catch(() => undefined);
  const kill = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal);
    await ended;
  };
  const hasEnded = (): boolean => child.exitCode !== null || child.signalCode !== null;
  const exitCode = (): number | null => child.exitCode;
  return { pid: child.pid ?? 0, port: port.promise, complaints, kill, ended, hasEnded, exitCode };
}
