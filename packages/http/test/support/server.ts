import { createApp, type App, type Policy, type Ports } from "@bourse/core";
import { TEST_POLICY } from "@bourse/testkit";
import type { Logger } from "pino";
import { createLogger } from "../../src/logger.ts";
import type { Limits } from "../../src/limits.ts";
import { createMetrics, type Metrics } from "../../src/metrics.ts";
import { healthOf, type Health } from "../../src/routes/health.ts";
import { createServer } from "../../src/server.ts";
import type { Server } from "../../src/typed-server.ts";
import { watchDocument, type Json, type Watch } from "./document.ts";
import { worldOf, type AdaptersName, type HttpWorld, type WorldOptions } from "./world.ts";

/** At least 32 bytes, and easy to find in a log. */
export const JWT_SECRET = "jwt-secret-of-the-tests-0123456789abcdef";

export type TestServerOptions = WorldOptions & {
  readonly adapters?: AdaptersName;
  readonly policy?: Partial<Policy>;
  /** Replaces some of the ports. */
  readonly ports?: (real: Ports) => Partial<Ports>;
  /** Replaces some of the use cases. */
  readonly app?: (real: App) => Partial<App>;
  readonly trustProxy?: boolean;
  readonly limits?: Partial<Limits>;
  readonly logger?: Logger;
  readonly metrics?: Metrics;
  readonly state?: () => Health["database"];
};

/** A server in this process, over adapters that can be played. */
export type TestServer = Omit<HttpWorld, "dispose" | "restart"> & {
  readonly server: Server;
  /** What it says of itself at `/openapi.json`. */
  readonly document: Json;
  /** Listens on any free port of this machine, and answers where. */
  readonly listen: () => Promise<string>;
  /** Closes the server and its files, and opens them again. */
  readonly restart: () => Promise<TestServer>;
  /** Also fails when the server ever gave an answer that its own document does not tell of. */
  readonly close: () => Promise<void>;
};

export async function testServer(options: TestServerOptions = {}): Promise<TestServer> {
  return serverOver(worldOf(options.adapters ?? "SQLite", options), options);
}

async function serverOver(world: HttpWorld, options: TestServerOptions): Promise<TestServer> {
  const { policy, ports, trustProxy = false, limits, state = () => "ok" } = options;
  const { metrics = createMetrics(async () => null) } = options;
  const app = createApp({ ...world.ports, ...ports?.(world.ports) }, { ...TEST_POLICY, ...policy });
  const server = await createServer({
    app: { ...app, ...options.app?.(app) },
    jwtSecret: JWT_SECRET,
    logger: options.logger ?? createLogger("silent"),
    trustProxy,
    // Most tests never let the event loop turn; how late it then is, is no fault of the server's.
    limits: { lateness: Infinity, ...limits },
    metrics,
    health: healthOf({ state }, { name: "manual", budget: async () => null }),
  });
  const watch: Watch = watchDocument(server);
  let address: Promise<string> | null = null;
  const document = (await server.inject({ url: "/openapi.json" })).json<Json>();
  watch.hold(document);
  return {
    document,
    ports: world.ports,
    clock: world.clock,
    market: world.market,
    calendar: world.calendar,
    mail: world.mail,
    server,
    listen: () => (address ??= server.listen({ host: "127.0.0.1", port: 0 })),
    restart: async () => {
      await server.close();
      watch.report();
      return serverOver(world.restart(), options);
    },
    close: async () => {
      await server.close();
      world.dispose();
      watch.report();
    },
  };
}
