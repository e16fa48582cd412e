import { fromMarkdown } from "mdast-util-from-markdown";
import type { Code, Link, Nodes } from "mdast";

/** A fenced block: "```ts file=app.ts" has the language `ts` and the option `file`, "app.ts". */
export type CodeBlock = {
  readonly language: string | null;
  readonly options: ReadonlyMap<string, string>;
  readonly text: string;
  /** Of its opening fence, from 1. */
  readonly line: number;
};

/** All fenced blocks of a page, in order. An option without `=` has the empty text. */
export function codeBlocksOf(markdown: string): readonly CodeBlock[] {
  return nodesOf(fromMarkdown(markdown))
    .filter((node): node is Code => node.type === "code")
    .map(({ lang, meta, value, position }) => ({
      language: lang ?? null,
      options: new Map(meta?.split(/\s+/).map(optionOf)),
      text: value,
      line: position?.start.line ?? 0,
    }));
}

/** Where the page's links lead, as written. */
export function linksOf(markdown: string): readonly string[] {
  return nodesOf(fromMarkdown(markdown))
    .filter((node): node is Link => node.type === "link")
    .map(({ url }) => url);
}

function nodesOf(node: Nodes): readonly Nodes[] {
  return [node, ...("children" in node ? node.children.flatMap(nodesOf) : [])];
}

function optionOf(text: string): [string, string] {
  const [name = "", ...value] = text.split("=");
  return [name, value.join("=")];
}

/** The page's headings, as they read. */
export function headingsOf(markdown: string): readonly string[] {
  return nodesOf(fromMarkdown(markdown))
    .filter((node) => node.type === "heading")
    .map((heading) =>
      nodesOf(heading)
        .map((node) => (node.type === "text" || node.type === "inlineCode" ? node.value : ""))
        .join(""),
    );
}
