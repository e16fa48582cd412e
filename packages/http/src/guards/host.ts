import type { FastifyInstance } from "fastify";
import { ProblemError } from "../problem.ts";

/** HTTP/1.1 asks for a Host (RFC 9112, 3.2). Node.js would refuse too, but without a word. */
export function requireHost(server: FastifyInstance): void {
  server.addHook("onRequest", ({ raw }, _reply, done) => {
    if (raw.httpVersion !== "1.1" || raw.headers.host !== undefined) return done();
    const problem = { field: "Host", rule: "required", message: "Host is needed." };
    done(new ProblemError({ kind: "BadRequest", problems: [problem] }));
  });
}
