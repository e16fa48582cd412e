import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { FastifyInstance } from "fastify";

/** What a caller may name a request: nothing that could pass for something else in a log or a header. */
const GIVEN = /^[\w.-]{1,64}$/;

/** The caller's own name for a request, so that both logs tell of it alike; one of ours where it gives none that is good. */
export function requestId({ headers }: Pick<IncomingMessage, "headers">): string {
  const given = headers["x-request-id"];
  return typeof given === "string" && GIVEN.test(given) ? given : randomUUID();
}

/** Every answer says by which id its request stands in the log. */
export function tellRequestIds(server: FastifyInstance): void {
  server.addHook("onRequest", (request, reply, done) => {
    void reply.header("x-request-id", request.id);
    done();
  });
}
