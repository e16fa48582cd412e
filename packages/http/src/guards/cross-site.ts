import type { FastifyRequest } from "fastify";
import { ProblemError } from "../problem.ts";

/**
 * Whether one of this site's own pages asks, as the browser tells; null where nothing does, as with any client that is
 * no browser. Another scheme or port is another site: whoever can answer on one of them must not act on this one.
 */
function isOwnPage(request: FastifyRequest): boolean | null {
  // It is the browser's own finding, right also behind a proxy that is not trusted to tell the scheme.
  const site = request.headers["sec-fetch-site"];
  if (site !== undefined) return site === "same-origin";
  const { origin } = request.headers;
  if (origin === undefined) return null;
  const here = URL.parse(`${request.protocol}://${request.host}`);
  // Of any other scheme, every address has the same origin: "null".
  return here !== null && /^https?:$/.test(here.protocol) && here.origin === origin;
}

/** A browser sends the cookie with whatever any site makes it ask; only this site's own pages may change anything. */
export function refuseUnlessOwnPage(request: FastifyRequest): void {
  if (isOwnPage(request) !== true) throw new ProblemError({ kind: "CrossSite" });
}

/**
 * The hook of every route that sets the session cookie for somebody who is not signed in yet: another site must not
 * sign a browser in as somebody else, whose cash its owner would then top up.
 */
export async function refuseOtherSites(request: FastifyRequest): Promise<void> {
  if (isOwnPage(request) === false) throw new ProblemError({ kind: "CrossSite" });
}
