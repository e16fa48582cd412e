import { isDeepStrictEqual } from "node:util";
import type { CodeBlock } from "../../../../../test/support/markdown.ts";
import { isServed, missingLine, type Page } from "../../../../../test/support/pages.ts";
import type { Pasted } from "./pasted.ts";

/** A block of commands, and the answers that the page shows after it. */
export type Served = { readonly block: CodeBlock; readonly shown: readonly CodeBlock[] };

/** The blocks of a page that need a brokerage, in order. */
export function served({ blocks }: Page): readonly Served[] {
  return blocks.flatMap((block, index) => {
    if (!isServed(block)) return [];
    const after = blocks.slice(index + 1);
    const end = after.findIndex(({ language }) => language === "sh");
    const shown = after.slice(0, end < 0 ? undefined : end);
    return [{ block, shown: shown.filter(({ language }) => language === "json" || language === "text") }];
  });
}

/** What of a block's requests did not go as the page says: by itself that they succeed, and are not complained about. */
export function wrongAnswers({ block, shown }: Served, { steps, output, complaints }: Pasted): readonly string[] {
  const at = `line ${block.line}: `;
  const due = Number(block.options.get("status") ?? 200);
  const refused = steps
    .filter(({ status }, index) => (due >= 400 && index === steps.length - 1 ? status !== due : status >= 300))
    .map(({ status, request, body }) => `${at}${request} is answered ${status} ${JSON.stringify(body)}`);
  const unlike = shown.flatMap(({ language, text }) => {
    if (language === "text") {
      const line = missingLine(text, output);
      return line === null ? [] : [`${at}"${line}" is not in what was printed: ${output}`];
    }
    const body = steps.at(-1)?.body;
    return isLike(JSON.parse(text), body) ? [] : [`${at}${text} is not like ${JSON.stringify(body)}`];
  });
  return [...refused, ...unlike, ...complained(complaints).map((line) => at + line)];
}

/** What was complained about: `bourse` tells what it is at, a line each that ends so, beside. */
function complained(complaints: string): readonly string[] {
  return complaints.split("\n").filter((line) => line !== "" && !line.endsWith(" …"));
}

/** Whether all that is shown is there: an object may have more than its page shows, and `…` in a text is any text. */
export function isLike(shown: unknown, found: unknown): boolean {
  if (typeof shown === "string" && typeof found === "string") {
    const parts = shown.split("…").map((part) => part.replaceAll(/\W/g, "\\$&"));
    return new RegExp(`^${parts.join(".*")}$`, "s").test(found);
  }
  if (Array.isArray(shown)) {
    return Array.isArray(found) && found.length === shown.length && shown.every((item, at) => isLike(item, found[at]));
  }
  if (typeof shown !== "object" || shown === null) return isDeepStrictEqual(shown, found);
  if (typeof found !== "object" || found === null) return false;
  return Object.entries(shown).every(([name, value]) => isLike(value, (found as Record<string, unknown>)[name]));
}
