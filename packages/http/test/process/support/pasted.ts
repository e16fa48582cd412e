import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import type { Json } from "./client.ts";
import { ROOT } from "./node.ts";

/** Where the pages say that the server is; in a test it is wherever it found a free port. */
const ADDRESS = "http://127.0.0.1:3000";
/** What stands between two blocks in what they print, and in the notes. */
const BETWEEN = "\u001E";

/**
 * Takes notes of each request that the pasted lines make, and changes nothing of what they see: `curl` in them is this.
 * `npx --yes pnpm@12 bourse` is `bourse` itself, with no pnpm and no `.env` file between.
 */
const PRELUDE = `
curl() {
  local body="$NOTES.body" made
  : >"$body"
  made=$(command curl "$@" -o "$body" -w '%{http_code} %{method} %{url_effective}')
  local exit=$?
  printf '%s\\t' "$made" >>"$NOTES"
  case "$(head -c 5 "$body")" in HTTP/) sed '1,/^\\r$/d' "$body" ;; *) cat "$body" ;; esac | tr '\\n' ' ' >>"$NOTES"
  printf '\\n' >>"$NOTES"
  cat "$body"
  return $exit
}
next_block() {
  local exit=$?
  [ $exit = 0 ] || echo "the last command ended with $exit" >&2
  printf '${BETWEEN}'
  printf '${BETWEEN}' >&2
  printf '${BETWEEN}' >>"$NOTES"
}
npx() { node --conditions=@bourse/source "${join(ROOT, "packages/http/src/cli/main.ts")}" "\${@:4}"; }
`;

export type Step = { readonly status: number; readonly request: string; readonly body: Json };
/** What came of one block: its requests, and what it printed to standard output and to standard error. */
export type Pasted = { readonly steps: readonly Step[]; readonly output: string; readonly complaints: string };

/** Pastes blocks into one shell, in the folder that has the server's `data`. */
export async function paste(blocks: readonly string[], url: string, folder: string): Promise<readonly Pasted[]> {
  const notes = join(folder, "notes");
  const script = blocks.map((block) => `${block}\nnext_block\n`).join("");
  const env = { PATH: `${dirname(process.execPath)}:${process.env["PATH"]}`, HOME: folder, NOTES: notes };
  const lines = `: >"$NOTES"\n${PRELUDE}\n${script.replaceAll(ADDRESS, url)}`;
  const { stdout, stderr } = await promisify(execFile)("bash", ["--norc", "-c", lines], { cwd: folder, env });
  const requests = readFileSync(notes, "utf8").split(BETWEEN);
  const [outputs, complaints] = [stdout.split(BETWEEN), stderr.split(BETWEEN)];
  return blocks.map((_, index) => ({
    steps: stepsIn(requests[index] ?? "", url),
    output: outputs[index] ?? "",
    complaints: complaints[index] ?? "",
  }));
}

function stepsIn(notes: string, url: string): Step[] {
  const lines = notes.split("\n").filter((line) => line !== "");
  return lines.map((line) => {
    const [made = "", body = ""] = line.split("\t");
    const [status, method, address = ""] = made.split(" ");
    const request = `${method} ${address.slice(url.length)}`;
    return { status: Number(status), request, body: body.startsWith("{") ? (JSON.parse(body) as Json) : {} };
  });
}
