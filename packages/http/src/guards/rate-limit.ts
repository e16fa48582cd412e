import rateLimit from "@fastify/rate-limit";
import type { FastifyInstance } from "fastify";
import { clientAddress, isLoopback } from "../client-address.ts";
import type { Limits } from "../limits.ts";
import { ProblemError } from "../problem.ts";

/**
 * So many requests a minute from one address. What comes from this machine itself is not counted, since a proxy here
 * that is not trusted to tell for whom it asks would share one count among all of them.
 */
export async function limitRate(
  server: FastifyInstance,
  { requestsPerMinute, addressesCounted }: Limits,
  trustProxy: boolean,
): Promise<void> {
  if (requestsPerMinute === 0) return;
  await server.register(rateLimit, {
    global: false,
    max: requestsPerMinute,
    cache: addressesCounted,
    keyGenerator: ({ ip }) => clientAddress(ip),
  });
  const count = server.createRateLimit();
  // A hook of the whole server runs before any route's own: nobody's session is looked up for a flood.
  server.addHook("onRequest", async (request) => {
    if (!trustProxy && isLoopback(request.ip)) return;
    const counted = await count(request);
    if (!counted.isAllowed && counted.isExceeded) {
      throw new ProblemError({ kind: "TooManyRequests", retryAfter: Math.max(1, counted.ttlInSeconds) });
    }
  });
}
