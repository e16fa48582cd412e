import rateLimit from "@fastify/rate-limit";
import type { FastifyInstance } from "fastify";
import { LRUCache } from "lru-cache";
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
    store: minutesOf(addressesCounted),
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

type Minute = { count: number; readonly from: number };
type Told = (error: Error | null, told?: { readonly current: number; readonly ttl: number }) => void;

/** Not the plugin's own: to that one a minute which began on a clock that was ahead is over only once time is there. */
function minutesOf(addresses: number) {
  const known = new LRUCache<string, Minute>({ max: addresses });
  return class Minutes {
    incr(key: string, told: Told, length: number): void {
      const now = Date.now();
      const before = known.get(key);
      const isUnderWay = before !== undefined && before.from <= now && now < before.from + length;
      const minute = isUnderWay ? before : { count: 0, from: now };
      minute.count += 1;
      if (!isUnderWay) known.set(key, minute);
      told(null, { current: minute.count, ttl: minute.from + length - now });
    }
    child(): this {
      return this;
    }
  };
}
