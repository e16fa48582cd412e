import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect } from "vitest";
import type { Json } from "./client.ts";

const README = readFileSync(new URL("../../../../../README.md", import.meta.url), "utf8");
const FIRST_LINE = "BOURSE=http://127.0.0.1:3000\n";

/** The shell blocks of the README's first journey, as they stand. */
function pasted(): string {
  const chapter = README.split(/^## /m).find((text) => text.startsWith("A first journey\n")) ?? "";
  return [...chapter.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block = ""]) => block).join("\n");
}

/**
 * Takes notes of each request that the pasted lines make, and changes nothing of what they see: `curl` in them is this.
 */
const NOTING_CURL = `
curl() {
  local body="$NOTES.body" made
  : >"$body"
  made=$(command curl "$@" -o "$body" -w '%{http_code} %{method} %{url_effective}')
  local exit=$?
  printf '%s\\t%s\\n' "$made" "$(cat "$body")" >>"$NOTES"
  cat "$body"
  return $exit
}
`;

export type Step = { readonly status: number; readonly request: string; readonly body: Json };

/** Pastes the README's journey into a shell in the folder that has the server's `data`. All that differs is where the server is. */
export async function journey(url: string, folder: string): Promise<Step[]> {
  const script = pasted();
  expect(script.startsWith(FIRST_LINE), "the journey begins by saying where the server is").toBe(true);
  const notes = join(folder, "notes");
  const lines = `${NOTING_CURL}\nBOURSE=${url}\n${script.slice(FIRST_LINE.length)}`;
  const env = { PATH: process.env["PATH"], HOME: folder, NOTES: notes };
  const { stderr } = await promisify(execFile)("bash", ["--norc", "-c", lines], { cwd: folder, env });
  expect(stderr).toBe("");
  return readFileSync(notes, "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => {
      const [made = "", body = ""] = line.split("\t");
      const [status, method, address = ""] = made.split(" ");
      return {
        status: Number(status),
        request: `${method} ${address.slice(url.length)}`,
        body: body === "" ? {} : (JSON.parse(body) as Json),
      };
    });
}
