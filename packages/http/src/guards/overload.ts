import underPressure from "@fastify/under-pressure";
import type { FastifyInstance } from "fastify";
import type { Limits } from "../limits.ts";
import { ProblemError } from "../problem.ts";

/** Whoever looks after the server must see how it is, above all then. */
const ALWAYS_ANSWERED: ReadonlySet<string | undefined> = new Set(["/healthcheck", "/metrics"]);

/** When the event loop cannot keep up, what comes in is refused at once, so that what is under way is done. */
export async function refuseOverload(server: FastifyInstance, { lateness, latenessSample }: Limits): Promise<void> {
  await server.register(underPressure, {
    maxEventLoopDelay: lateness,
    sampleInterval: latenessSample,
    pressureHandler: async ({ routeOptions }) => {
      if (!ALWAYS_ANSWERED.has(routeOptions.url)) {
        throw new ProblemError({ kind: "Overloaded", retryAfter: Math.ceil(latenessSample / 1000) });
      }
    },
  });
}
