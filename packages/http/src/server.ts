import type { App } from "@bourse/core";
import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import Fastify, { type FastifyBaseLogger, type FastifyInstance } from "fastify";
import { registerAuth } from "./auth.ts";
import { clientErrorHandler, errorHandler, notFoundHandler } from "./errors.ts";
import { BODY_LIMIT, strictJsonBody } from "./json-body.ts";
import type { Metrics } from "./metrics.ts";
import { registerNamedRoutes } from "./named/index.ts";
import { registerOpenApi } from "./openapi.ts";
import { registerRoutes, type Health } from "./routes/index.ts";
import type { Server } from "./typed-server.ts";
import { validatorCompiler } from "./validation.ts";

export type ServerOptions = {
  readonly app: App;
  /** At least 32 bytes. */
  readonly jwtSecret: string;
  readonly health: () => Promise<Health>;
  readonly metrics: Metrics;
  readonly logger: FastifyBaseLogger;
  readonly trustProxy?: boolean;
};

/** The brokerage over HTTP. It knows the app and nothing of what is behind it. */
export async function createServer(options: ServerOptions): Promise<Server> {
  const { app, jwtSecret, health, metrics, logger, trustProxy } = options;
  const server = Fastify({
    loggerInstance: logger,
    trustProxy: trustProxy ?? false,
    bodyLimit: BODY_LIMIT,
    // A client that sends its request a byte at a time must not hold a connection for ever.
    requestTimeout: 10_000,
    http: { headersTimeout: 5_000, connectionsCheckingInterval: 1_000 },
    forceCloseConnections: "idle",
    clientErrorHandler,
    frameworkErrors: errorHandler,
  }).withTypeProvider<TypeBoxTypeProvider>();
  server.setErrorHandler(errorHandler);
  server.setNotFoundHandler(notFoundHandler);
  endConnectionsOnClose(server);
  strictJsonBody(server);
  await registerAuth(server, jwtSecret);
  await registerOpenApi(server);
  server.setValidatorCompiler(validatorCompiler(server.getSchemas()));
  metrics.watch(server);
  registerRoutes(server, app, health, metrics.registry);
  registerNamedRoutes(server, app);
  return server;
}

/** A connection that answers its last request is not kept for another one: a shutdown would wait a minute for it. */
function endConnectionsOnClose(server: FastifyInstance): void {
  let closing = false;
  server.addHook("preClose", async () => {
    closing = true;
  });
  server.addHook("onSend", async (_request, reply) => {
    if (closing) void reply.header("connection", "close");
  });
}
