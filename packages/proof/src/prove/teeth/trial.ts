import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../../process/root.ts";
import type { Finding, Skipped } from "../part.ts";
import type { Budget } from "./fault.ts";

const PROVE = "packages/proof/src/prove/main.ts";
/** Where `pnpm prove` leaves what it found, in the folder that it is called in. */
const REPORT = "proof-results/prove-short.json";
/** How long a part may take, in milliseconds: a fault may make it hang. */
const PATIENCE = 300_000;

/** What `pnpm prove` came to, for one part: as it ended, and as it told. */
export type Trial = {
  readonly code: number | null;
  /** Null when it did not come to tell. */
  readonly found: Finding | Skipped | null;
  readonly machine: string;
  /** The last that it printed, for whoever must find out why it did not tell. */
  readonly said: string;
};

export type Verdict =
  | { readonly verdict: "broken"; readonly after: string; readonly violation: string }
  | { readonly verdict: "held"; readonly after: string }
  | { readonly verdict: "skipped"; readonly why: string }
  /** The part itself did not work: nothing is shown by it. */
  | { readonly verdict: "failed"; readonly why: string };

/** Runs one part of the proof, as anyone would, on another source tree. */
export async function tryPart(root: string, { part, count }: Budget, seed: number): Promise<Trial> {
  const report = join(root, REPORT);
  rmSync(report, { force: true });
  const counted = count === undefined ? [] : ["--count", String(count)];
  const given = ["--conditions=@bourse/source", join(ROOT, PROVE), part, "--root", root, "--seed", String(seed)];
  const child = spawn(process.execPath, [...given, ...counted], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
    timeout: PATIENCE,
  });
  const exit = once(child, "close") as Promise<[number | null]>;
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      said = `${said}${text}`.slice(-2000);
    });
  }
  const [code] = await exit;
  if (!existsSync(report)) return { code, found: null, machine: "", said };
  const { outcomes, machine } = JSON.parse(readFileSync(report, "utf8")) as {
    readonly outcomes: readonly (Finding | Skipped)[];
    readonly machine: string;
  };
  return { code, found: outcomes[0] ?? null, machine, said };
}

/** Errors that only the text of a program can make: then it is the planted text that is wrong, and nothing was caught. */
const NONSENSE = /\b(?:SyntaxError|ReferenceError|TypeError)\b/;

/** Caught is only what the part itself reports: not a part that did not start, or that stumbled. */
export function verdictOf({ code, found, said }: Trial): Verdict {
  if (found === null) return { verdict: "failed", why: `it ended with ${code}, and told nothing: ${said.trim()}` };
  if ("skipped" in found) return { verdict: "skipped", why: found.skipped };
  const [what, count] = Object.entries(found.tried)[0] ?? ["nothing", 0];
  const after = `${what}: ${count}`;
  const [violation] = found.violations;
  if (violation === undefined && code === 0) return { verdict: "held", after };
  if (violation === undefined || code !== 1) return { verdict: "failed", why: `it ended with ${code}: ${said.trim()}` };
  const nonsense = found.violations.find((each) => NONSENSE.test(each));
  if (nonsense !== undefined) return { verdict: "failed", why: `what was planted does not run: ${nonsense}` };
  return { verdict: "broken", after, violation };
}
