import { execFile } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { CodeBlock } from "./markdown.ts";
import { linkPackages } from "./page-packages.ts";
import { isIllustration, missingLine, ROOT, type Page } from "./pages.ts";

/** What the workspace's packages are found by: their sources, as the server and the tests run them. */
const CONDITION = "@bourse/source";

/** The project's stand-in for what the packages' builds do for whoever installs them. */
const VITEST_CONFIG = `
import shared from ${JSON.stringify(join(ROOT, "vitest.config.ts"))};
const { resolve, ssr } = shared;
export default { resolve, ssr };
`;

/** `npx` finds what is installed, on PATH, and `npm` has nothing to fetch: the folder has the workspace's packages. */
const PRELUDE = 'npx() { "$@"; }\nnpm() { :; }\n';

type Ended = { readonly code: number; readonly output: string };

/**
 * Makes a page's files in a folder of its own and runs its commands there, in the page's order; a file of which the page
 * says nothing else is run once it is made. A block of a file that is there already is its next version: the folder as it
 * was before is kept beside, for the type-check. Answers what is wrong, by line.
 */
export async function runPage(page: Page, folder: string): Promise<readonly string[]> {
  const wrong: string[] = [];
  linkPackages(page, folder);
  writeFileSync(join(folder, "vitest.config.ts"), VITEST_CONFIG);
  let output = "";
  for (const [index, block] of page.blocks.entries()) {
    const at = `${page.path}:${block.line}`;
    if (isIllustration(block)) continue;
    if (block.options.has("file")) write(block, folder, `${folder}.before-${index}`);
    const command = commandOf(page, block);
    if (command !== null) {
      const ended = await run(command, folder);
      output = ended.output;
      if ((ended.code !== 0) !== block.options.has("fails")) wrong.push(`${at} ended with ${ended.code}: ${output}`);
    }
    const line = block.language === "text" ? missingLine(block.text, output) : null;
    if (line !== null) wrong.push(`${at} "${line}" is not what was printed: ${output}`);
  }
  return wrong;
}

/** What a block has run: its own commands, or its file, unless a command names that or another file imports it. */
function commandOf({ blocks }: Page, { language, options, text }: CodeBlock): string | null {
  if (language === "sh") return text;
  const file = options.get("file") ?? "";
  const others = blocks.filter((other) => other.options.get("file") !== file && !isIllustration(other));
  const isUsed = others.some(
    (other) => (other.language === "sh" || other.language === "ts") && other.text.includes(file),
  );
  if (language !== "ts" || isUsed) return null;
  return `node ${file.includes(".test.") ? "--test " : ""}${file}`;
}

function write(block: CodeBlock, folder: string, before: string): void {
  const name = block.options.get("file") ?? "";
  const to = join(folder, block.options.get("to") ?? name);
  const text = block.language === "diff" ? patched(readFileSync(join(folder, name), "utf8"), block) : `${block.text}\n`;
  if (existsSync(to)) cpSync(folder, before, { recursive: true, verbatimSymlinks: true });
  mkdirSync(dirname(to), { recursive: true });
  writeFileSync(to, text);
}

/** The file with the lines that a diff takes out replaced by those it puts in; each of its parts, between `@@`, must stand in it once. */
export function patched(text: string, { text: diff, line }: Pick<CodeBlock, "line" | "text">): string {
  return diff.split(/^@@.*\n/m).reduce((before, hunk) => {
    const rows = hunk.replace(/\n$/, "").split("\n");
    const side = (sign: string): string =>
      rows
        .filter((row) => row.startsWith(sign) || row.startsWith(" "))
        .map((row) => row.slice(1))
        .join("\n");
    const parts = before.split(side("-"));
    if (parts.length === 2) return parts.join(side("+"));
    throw new Error(`what the diff of line ${line} takes out stands there ${parts.length - 1} times: ${side("-")}`);
  }, text);
}

async function run(script: string, folder: string): Promise<Ended> {
  const bin = [join(folder, "node_modules", ".bin"), dirname(process.execPath), process.env["PATH"]].join(":");
  const { TMPDIR = tmpdir() } = process.env;
  const env = { PATH: bin, HOME: folder, TMPDIR, NO_COLOR: "1", NODE_OPTIONS: `--conditions=${CONDITION}` };
  const { promise, resolve } = Promise.withResolvers<Ended>();
  execFile(
    "bash",
    ["--norc", "-ec", PRELUDE + script],
    { cwd: folder, env, timeout: 50_000 },
    (error, out, complaints) => {
      resolve({ code: error ? Number(error.code ?? 1) : 0, output: out + complaints });
    },
  );
  return promise;
}

/** Type-checks all TypeScript below a folder as a strict project of today has it; answers what the compiler says. */
export async function typeErrors(folder: string): Promise<string> {
  const compilerOptions = {
    target: "es2024",
    lib: ["es2024"],
    module: "nodenext",
    moduleResolution: "nodenext",
    customConditions: [CONDITION],
    strict: true,
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    // As Node.js runs it: without its types, and with `import type` for what is none but one.
    erasableSyntaxOnly: true,
    verbatimModuleSyntax: true,
    allowImportingTsExtensions: true,
    noEmit: true,
    skipLibCheck: true,
    types: ["node"],
    typeRoots: [join(ROOT, "node_modules/@types")],
  };
  // For pages that have no package.json of their own: what they show are modules.
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module" }));
  writeFileSync(
    join(folder, "tsconfig.json"),
    JSON.stringify({ compilerOptions, include: ["**/*.ts"], exclude: ["**/node_modules"] }),
  );
  const tsc = realpathSync(join(ROOT, "node_modules/typescript/bin/tsc"));
  const { promise, resolve } = Promise.withResolvers<string>();
  execFile(process.execPath, [tsc, "-p", folder, "--pretty", "false"], { cwd: folder }, (error, out) =>
    resolve(error ? out : ""),
  );
  return promise;
}
