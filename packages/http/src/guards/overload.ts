import { performance } from "node:perf_hooks";
import underPressure from "@fastify/under-pressure";
import type { FastifyInstance } from "fastify";
import type { Limits } from "../limits.ts";
import { ProblemError } from "../problem.ts";

/** Whoever looks after the server must see how it is, above all then. */
const ALWAYS_ANSWERED: ReadonlySet<string | undefined> = new Set(["/healthcheck", "/metrics"]);
const RETRY_AFTER = 5;

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
