import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { NODE_ENVIRONMENT, ROOT } from "./node.ts";

/** As `pnpm bourse` begins it, but for an `.env` file: tests must not depend on one. */
const COMMAND = ["--conditions=@bourse/source", "packages/http/src/cli/main.ts"];

export type Ended = { readonly code: number | null; readonly out: string; readonly complaints: string };

/** Runs `bourse` with these words, in a process of its own, and answers what it printed. */
export async function bourse(dataDir: string, ...words: readonly string[]): Promise<Ended> {
  const child = spawn(process.execPath, [...COMMAND, ...words], {
    cwd: ROOT,
    env: { ...NODE_ENVIRONMENT, DATA_DIR: dataDir },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const closed = once(child, "close") as Promise<[number | null]>;
  const [out, complaints, [code]] = await Promise.all([text(child.stdout), text(child.stderr), closed]);
  return { code, out, complaints };
}
