import type { TestServer } from "../support/server.ts";

/** What is told of in the docs, and what pages load. */
const NO_PAGES = /^\/(docs|assets)\b|^\/openapi\.json$|\*/;

/** The paths of all pages, as the server itself lists what it answers: a new one is in without being named anywhere. */
export function pageRoutes({ server, document }: TestServer): readonly string[] {
  const told = new Set(Object.keys(document["paths"] as object).map((path) => path.replaceAll(/\{(\w+)\}/g, ":$1")));
  const tree = server.printRoutes({ method: "GET", commonPrefix: false });
  return routesIn(tree).filter((route) => !told.has(route) && !NO_PAGES.test(route));
}

/** The routes of a tree such as "├── /v1 (GET)", with four characters to a level. */
function routesIn(tree: string): readonly string[] {
  const above: string[] = [];
  return tree.split("\n").flatMap((line) => {
    const [, lead = "", part, methods] = /^([\s│├└─]*)(\S+)( \(.*\))?$/.exec(line) ?? [];
    if (part === undefined) return [];
    above.splice(lead.length / 4 - 1, Infinity, part);
    return methods === undefined ? [] : [above.join("")];
  });
}
