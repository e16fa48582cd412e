import { operationsOf, untoldBy, type Json, type Operation, type Untold } from "@bourse/testkit/open-api";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Server } from "../../src/typed-server.ts";

export type { Json } from "@bourse/testkit/open-api";

export type Watch = {
  /** Answers are checked from here on. */
  readonly hold: (document: Json) => void;
  readonly report: () => void;
};

/**
 * Holds every answer to the document: its status, its media type, its body and, where it is a problem, its code. What
 * the document does not tell is thrown by `report`, so that whoever closes the server fails.
 */
export function watchDocument(server: Server): Watch {
  const untold = new Set<string>();
  let held: { readonly operations: ReadonlyMap<string, Operation>; readonly untoldOf: Untold } | null = null;

  const check = ({ routeOptions, method }: FastifyRequest, reply: FastifyReply, payload: unknown): void => {
    const { url: route, schema } = routeOptions;
    if (held === null || route === undefined || schema === undefined || method === "HEAD") return;
    const operation = held.operations.get(`${method.toLowerCase()} ${route.replaceAll(/:(\w+)/g, "{$1}")}`);
    if (operation === undefined) return;
    const body = typeof payload === "string" ? payload : "";
    const media = String(reply.getHeader("content-type"));
    const what = held.untoldOf(operation, { status: reply.statusCode, media, body });
    if (what !== null) untold.add(what);
  };

  server.addHook("onSend", async (request, reply, payload) => {
    check(request, reply, payload);
    return payload;
  });

  return {
    hold: (document) => {
      const operations = new Map(operationsOf(document).map((each) => [`${each.method} ${each.path}`, each]));
      held = { operations, untoldOf: untoldBy(document) };
    },
    report: () => {
      if (untold.size > 0) throw new Error(`The document does not tell that\n${[...untold].toSorted().join("\n")}`);
    },
  };
}
