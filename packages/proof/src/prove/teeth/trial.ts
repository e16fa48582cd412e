import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { atEnd } from "../../process/at-end.ts";
import type { Finding, Skipped } from "../part.ts";

const ONE_PART = fileURLToPath(new URL("one-part.ts", import.meta.url));
/** How long a part may take, in milliseconds: a fault may make it hang. */
const PATIENCE = 300_000;
/** How much is kept of what a part prints when it stumbles. */
const MOST_SAID = 2000;

/** What a part came to; `found` is null when it ended without having told, and `said` what it printed then. */
export type Trial = { readonly found: Finding | Skipped | null; readonly said: string };

export type Verdict =
  | { readonly verdict: "broken"; readonly after: string; readonly violations: readonly string[] }
  | { readonly verdict: "held"; readonly after: string }
  | { readonly verdict: "skipped"; readonly why: string }
  /** The part did not work, so that nothing is shown by it. */
  | { readonly verdict: "failed"; readonly why: string };

/** Runs a part of the proof, as it stands here and in its short setting, on another source tree. */
export async function tryPart(root: string, part: string, seed: number): Promise<Trial> {
  const child = fork(ONE_PART, [part, root, String(seed)], {
    execArgv: ["--conditions=@bourse/source"],
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    timeout: PATIENCE,
  });
  child.once(
    "close",
    atEnd(() => void child.kill()),
  );
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => {
      said = `${said}${text}`.slice(-MOST_SAID);
    });
  }
  let found: Trial["found"] = null;
  child.on("message", (told) => {
    found = told as Finding | Skipped;
  });
  await once(child, "close");
  return { found, said };
}

/** What only the text of a program can be wrong with: then what was planted does not run, and nothing was caught. */
const NONSENSE = /\b(?:SyntaxError|ReferenceError|TypeError)\b/;

/** Broken is only what the part itself has found broken: not a part that did not begin, or that stumbled. */
export function verdictOf({ found, said }: Trial): Verdict {
  if (found === null) return { verdict: "failed", why: `it ended and told nothing: ${said.trim()}` };
  if ("skipped" in found) return { verdict: "skipped", why: found.skipped };
  const { tried, violations } = found;
  const nonsense = violations.find((each) => NONSENSE.test(each));
  if (nonsense !== undefined) return { verdict: "failed", why: `what was planted does not run: ${nonsense}` };
  const [what, count] = Object.entries(tried)[0] ?? ["nothing", 0];
  const after = `${what}: ${count}`;
  return violations.length > 0 ? { verdict: "broken", after, violations } : { verdict: "held", after };
}
