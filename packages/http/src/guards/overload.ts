import { performance } from "node:perf_hooks";
import underPressure from "@fastify/under-pressure";
import type { FastifyInstance } from "fastify";
import type { Limits } from "../limits.ts";
import { ProblemError } from "../problem.ts";

/** Whoever looks after the server must see how it is, above all then. */
const ALWAYS_ANSWERED: ReadonlySet<string | undefined> = new Set(["/healthcheck", "/metrics"]);
const RETRY_AFTER = 5;
/** What is under way when too much is takes less than that. */
const RETRY_SOON = 1;

declare module "fastify" {
  interface FastifyRequest {
    /** Whether it has been read and checked, and is not answered yet. */
    isUnderWay: boolean;
  }
}

type Turns = Pick<Limits, "lateTurns" | "lateness" | "turnsChecked">;

/** When the event loop cannot keep up, what comes in is refused at once, so that what is under way is done. */
export async function refuseOverload(server: FastifyInstance, limits: Limits): Promise<void> {
  const keepsUp = turnsWatched(limits);
  await server.register(underPressure, {
    // Not the plugin's own bound: it takes one stall, as when the machine is busy with something else, for overload.
    healthCheck: async () => keepsUp(performance.now()),
    healthCheckInterval: limits.turnsChecked,
    pressureHandler: async ({ routeOptions }) => {
      if (ALWAYS_ANSWERED.has(routeOptions.url)) return;
      throw new ProblemError({ kind: "Overloaded", retryAfter: RETRY_AFTER });
    },
  });
}

/**
 * No more than so many are done at once: many can come over few connections, one behind the other. Only what is whole
 * counts: whoever sends slowly takes nobody's place.
 */
export function boundUnderWay(server: FastifyInstance, { requests }: Limits): void {
  let underWay = 0;
  server.decorateRequest("isUnderWay", false);
  server.addHook("onRequest", (request, _reply, done) => {
    const isRefused = underWay >= requests && !ALWAYS_ANSWERED.has(request.routeOptions.url);
    done(isRefused ? new ProblemError({ kind: "Overloaded", retryAfter: RETRY_SOON }) : undefined);
  });
  server.addHook("preHandler", (request, _reply, done) => {
    request.isUnderWay = true;
    underWay += 1;
    done();
  });
  // Not when the connection is done with: a client that goes leaves what it asked for to be done.
  server.addHook("onSend", (request, _reply, _payload, done) => {
    if (request.isUnderWay) underWay -= 1;
    request.isUnderWay = false;
    done();
  });
}

/** Asked every so often for the time, in milliseconds, it answers whether the loop keeps up, by how late it is asked. */
export function turnsWatched({ lateness, lateTurns, turnsChecked }: Turns): (now: number) => boolean {
  let due = Infinity;
  let late = 0;
  return (now) => {
    late = now - due > lateness ? late + 1 : 0;
    due = now + turnsChecked;
    return late < lateTurns;
  };
}
