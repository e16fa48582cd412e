import type { App } from "@bourse/core";
import { html } from "@remix-run/html-template";
import type { FastifyReply, FastifyRequest } from "fastify";
import { isUnreadable } from "../guards/unroutable.ts";
import { show } from "./answers.ts";
import { perhapsSignedIn } from "./guards.ts";

type Handler = (request: FastifyRequest, reply: FastifyReply) => FastifyReply;

/** A path to nowhere is a page for whoever came by a browser, and a problem for every other client. */
export function pageOr(app: App, problem: Handler) {
  const lookUp = perhapsSignedIn(app);
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const isByBrowser = (request.headers.accept ?? "").includes("text/html");
    if (!isByBrowser) return problem(request, reply);
    await lookUp(request);
    const body = html`<p>There is nothing here. <a href="/">Go to your portfolio</a>.</p>`;
    return show(request, reply, { title: "Not found", body }, isUnreadable(request.raw) ? 400 : 404);
  };
}
