import { execFile } from "node:child_process";
import {
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import type { CodeBlock } from "./markdown.ts";
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
 * Makes a page's files in a folder of its own and runs its commands there, in the page's order. A block of a file that
 * is there already is its next version; `snapshots` are the folders as they were before each, for the type-check.
 * Answers what is wrong, by line.
 */
export async function runPage(page: Page, folder: string): Promise<readonly string[]> {
  const wrong: string[] = [];
  install(page, folder);
  let output = "";
  for (const [index, block] of page.blocks.entries()) {
    const at = `${page.path}:${block.line}`;
    if (isIllustration(block)) continue;
    if (block.options.has("file")) write(block, folder, `${folder}.before-${index}`);
    else if (block.language === "sh") {
      const ended = await run(block.text, folder);
      output = ended.output;
      if ((ended.code !== 0) !== block.options.has("fails")) wrong.push(`${at} ended with ${ended.code}: ${output}`);
    } else if (block.language === "text") {
      const line = missingLine(block.text, output);
      if (line !== null) wrong.push(`${at} "${line}" is not what was printed: ${output}`);
    }
  }
  return wrong;
}

/** Links the packages that the page has its reader install, and no other: what it imports besides is not found. */
function install({ blocks }: Page, folder: string): void {
  const modules = join(folder, "node_modules");
  mkdirSync(join(modules, ".bin"), { recursive: true });
  writeFileSync(join(folder, "vitest.config.ts"), VITEST_CONFIG);
  for (const { language, text } of blocks) {
    if (language !== "sh") continue;
    for (const [, words = ""] of text.matchAll(/^npm install (.*)$/gm)) {
      for (const name of words.split(" ").filter((word) => !word.startsWith("-"))) link(modules, name);
    }
  }
}

function link(modules: string, name: string): void {
  const own = /^@bourse\/(.+)$/.exec(name)?.[1];
  const places = own
    ? [`packages/${own}`]
    : [`node_modules/${name}`, ...globSync(`packages/*/node_modules/${name}`, { cwd: ROOT })];
  const place = places.map((path) => join(ROOT, path)).find((path) => existsSync(path));
  if (place === undefined) throw new Error(`the workspace has no package ${name}`);
  const target = realpathSync(place);
  mkdirSync(dirname(join(modules, name)), { recursive: true });
  if (existsSync(join(modules, name))) return;
  symlinkSync(target, join(modules, name));
  const { bin = {} } = JSON.parse(readFileSync(join(target, "package.json"), "utf8")) as {
    bin?: Record<string, string> | string;
  };
  for (const [command, path] of Object.entries(typeof bin === "string" ? { [name]: bin } : bin)) {
    symlinkSync(join(target, path), join(modules, ".bin", command));
  }
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
  const env = { PATH: bin, HOME: folder, NO_COLOR: "1", NODE_OPTIONS: `--conditions=${CONDITION}` };
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
