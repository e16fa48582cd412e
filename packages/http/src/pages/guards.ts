import type { App } from "@bourse/core";
import type { FastifyReply, FastifyRequest } from "fastify";
import { SESSION_COOKIE, signedIn } from "../auth.ts";
import { ProblemError } from "../problem.ts";

const NOBODY: ReadonlySet<string> = new Set(["NotSignedIn", "SessionEnded"]);

/** The hook of pages for everybody: it knows who is signed in, if anybody is. */
export function perhapsSignedIn(app: App) {
  const lookUp = signedIn(app);
  return async (request: FastifyRequest): Promise<void> => {
    if (request.cookies[SESSION_COOKIE] === undefined) return;
    try {
      await lookUp(request);
    } catch (error) {
      if (!(error instanceof ProblemError && NOBODY.has(error.failure.kind))) throw error;
    }
  };
}

/** The hook of pages for those who are not signed in: the others are led to their portfolio. */
export function signedOutOnly(app: App) {
  const lookUp = perhapsSignedIn(app);
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    if (request.method === "GET") await lookUp(request);
    return request.caller ? reply.redirect("/", 303) : undefined;
  };
}
