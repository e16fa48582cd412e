import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { CodeBlock } from "./markdown.ts";
import { isFolder, isIllustration, isServed, ROOT, type Page } from "./pages.ts";

const LANGUAGES = new Set(["csv", "diff", "json", "promql", "sh", "text", "ts", "yaml"]);
/** What a block is of a page's folder by, how it ends, and whether it is only to be read. */
const OPTIONS = new Set(["fails", "file", "illustration", "status", "stopped", "to"]);
/** What is read and changed as code, and is worth nothing unless it runs. */
const CODE = new Set(["csv", "diff", "promql", "ts"]);

/** What pnpm does itself. */
const OF_PNPM = new Set(["exec", "install", "pack"]);

const { scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
  readonly scripts: Readonly<Record<string, string>>;
};

/** What of a page nothing runs, or holds: each block must be of a kind that a test knows, or say that it cannot run. */
export function wrongIn(page: Page): readonly string[] {
  const wrong = page.blocks.flatMap((block) =>
    wrongInBlock(page, block).map((what) => `${page.path}:${block.line} ${what}`),
  );
  return [...wrong, ...missingScripts(page.text).map((name) => `${page.path} names no script ${name}`)];
}

function wrongInBlock(page: Page, block: CodeBlock): readonly string[] {
  const { language, options, text } = block;
  if (language === null) return ["has no language"];
  if (!LANGUAGES.has(language)) return [`has the language ${language}, which no test knows`];
  const strange = [...options.keys()].filter((name) => name !== "" && !OPTIONS.has(name));
  if (strange.length > 0) return [`has the option ${strange.join(", ")}, which no test knows`];
  if (isIllustration(block)) return [];
  if (CODE.has(language) && !options.has("file")) return ["is code that no test runs: it needs file=, or illustration"];
  if (language === "json") return unreadable(() => JSON.parse(text), "JSON");
  if (language === "yaml") return unreadable(() => parse(text), "YAML");
  if (language === "text" && !isFolder(page) && !isShown(page, block))
    return ["shows what no command of a test prints"];
  if (language !== "sh" || isFolder(page) || isServed(block)) return [];
  const commands = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return commands
    .filter((line) => !line.startsWith("npx --yes pnpm@12 "))
    .map((line) => `is a command that no test runs, and does not say illustration: ${line}`);
}

/** pnpm takes the name of what a package brings for a command too. */
function isInstalled(name: string): boolean {
  return existsSync(join(ROOT, "node_modules/.bin", name));
}

/** Whether the commands before it are run, so that what it shows can be held to what they print. */
function isShown({ blocks }: Page, block: CodeBlock): boolean {
  const commands = blocks.slice(0, blocks.indexOf(block)).findLast(({ language }) => language === "sh");
  return commands !== undefined && isServed(commands) && !isIllustration(commands);
}

function missingScripts(text: string): readonly string[] {
  return [...text.matchAll(/npx --yes pnpm@12 (?:run )?(\S*\w)/g)]
    .map(([, name = ""]) => name)
    .filter((name) => !Object.hasOwn(scripts, name) && !OF_PNPM.has(name) && !isInstalled(name));
}

function unreadable(read: () => unknown, kind: string): readonly string[] {
  try {
    read();
    return [];
  } catch (error) {
    return [`is no ${kind}: ${String(error)}`];
  }
}
