import type { TestServer } from "../../support/server.ts";
import { operationsOf } from "@bourse/testkit/open-api";
import { mailedToken } from "../../support/resets.ts";
import type { Person } from "../../support/people.ts";

/** What is neither a page nor told of in the document: the docs, the document itself, and what pages load. */
const NO_PAGES = /^\/(docs|assets)\b|^\/openapi\.json$|\*/;

/**
 * The routes of all pages, as the server itself lists what it answers: one that is new is tested without being named
 * anywhere.
 */
export function pageRoutes({ server, document }: TestServer): string[] {
  const documented = new Set(operationsOf(document).map(({ path }) => path.replaceAll(/\{(\w+)\}/g, ":$1")));
  return routesIn(server.printRoutes({ method: "GET", commonPrefix: false })).filter(
    (route) => !documented.has(route) && !NO_PAGES.test(route),
  );
}

/** The routes of a tree such as "├── /v1 (GET)", with four characters to a level. */
function routesIn(tree: string): string[] {
  const above: string[] = [];
  return tree.split("\n").flatMap((line) => {
    const [, lead = "", part, methods] = /^([\s│├└─]*)(\S+)( \(.*\))?$/.exec(line) ?? [];
    if (part === undefined) return [];
    const depth = lead.length / 4 - 1;
    above.splice(depth, Infinity, part);
    return methods === undefined ? [] : [above.join("")];
  });
}

/** The route's address for this person. Whoever adds a route with another part that varies says here what it may be. */
export async function addressOf(bourse: TestServer, route: string, person: Person): Promise<string> {
  if (!route.includes(":")) return route;
  if (route === "/reset/:token") return `/reset/${await mailedToken(bourse, person)}`;
  throw new Error(`say how to make an address of ${route}`);
}
