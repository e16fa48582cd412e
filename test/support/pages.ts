import { globSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { codeBlocksOf, type CodeBlock } from "./markdown.ts";

export const ROOT: string = resolve(import.meta.dirname, "../..");

/** A page that people read: its path from the root, and what stands in it. */
export type Page = { readonly path: string; readonly text: string; readonly blocks: readonly CodeBlock[] };

/** All pages whose blocks a test runs; the decisions in docs/adr are of their day, and are not kept up to date. */
export function pages(): readonly Page[] {
  return globSync(["README.md", "docs/*.md", "packages/*/README.md"], { cwd: ROOT })
    .toSorted()
    .map((path) => pageOf(path, readFileSync(resolve(ROOT, path), "utf8")));
}

export function pageOf(path: string, text: string): Page {
  return { path, text, blocks: codeBlocksOf(text) };
}

/** Whether a block is only to be read: it says so, and nothing runs it. */
export function isIllustration({ options }: CodeBlock): boolean {
  return options.has("illustration");
}

/** Whether a page's blocks are files of one folder, in which its commands run. */
export function isFolder({ blocks }: Page): boolean {
  return blocks.some(({ options }) => options.has("file"));
}

/** Whether a block's commands need a brokerage: they ask a server, or are `bourse`'s own. */
export function isServed({ language, text }: CodeBlock): boolean {
  return language === "sh" && /^\s*(?:\w+=\$\()?(?:curl|npx --yes pnpm@12 bourse) /m.test(text);
}

/** Where in a text its lines stand out of order, or not at all: the first such line, null where all are there. */
export function missingLine(lines: string, output: string): string | null {
  let rest = output;
  for (const line of lines.split("\n").map((text) => text.trim())) {
    const at = rest.indexOf(line);
    if (at < 0) return line;
    rest = rest.slice(at + line.length);
  }
  return null;
}
