import { posix } from "node:path";

/**
 * The routes that a text names in code, `GET /v1/accounts/{id}`, as "GET /v1/accounts/{id}". A method alone is one more of
 * the path after it; a path without one is asked by the last; and `…` stands for the path before, or for what that is in.
 */
export function toldRoutes(text: string, known: ReadonlySet<string>): readonly string[] {
  const told: string[] = [];
  let [methods, path]: [string[], string] = [[], ""];
  let isOver = false;
  for (const [, method, rest] of text.matchAll(/`(?:(GET|POST|PUT|PATCH|DELETE)\b ?)?([/…][^`]*)?`/g)) {
    if (method !== undefined) methods = isOver ? [method] : [...methods, method];
    isOver = rest !== undefined;
    if (rest === undefined) continue;
    path = fullPath(rest.split("?")[0] ?? "", path, (each) => methods.some((by) => known.has(`${by} ${each}`)));
    told.push(...methods.map((by) => `${by} ${path}`));
  }
  return told;
}

function fullPath(path: string, before: string, isKnown: (path: string) => boolean): string {
  if (!path.startsWith("…")) return path;
  const [below, beside] = [before, posix.dirname(before)].map((start) => start + path.slice(1));
  return isKnown(beside ?? "") ? (beside ?? "") : (below ?? "");
}
