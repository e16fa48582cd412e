import type { App } from "@bourse/core";
import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import Fastify, { type FastifyBaseLogger, type FastifyInstance } from "fastify";
import { registerAuth } from "./auth.ts";
import { clientErrorHandler, errorHandler, notFoundHandler } from "./errors.ts";
import { requireHost } from "./guards/host.ts";
import { boundUnderWay, refuseOverload } from "./guards/overload.ts";
import { limitRate } from "./guards/rate-limit.ts";
import { addSecurityHeaders } from "./guards/security-headers.ts";
import { unroutable } from "./guards/unroutable.ts";
import { BODY_LIMIT, strictJsonBody } from "./json-body.ts";
import { LIMITS, MAX_HEADER_BYTES, type Limits } from "./limits.ts";
import { RequestLog } from "./logger.ts";
import type { Metrics } from "./metrics.ts";
import { registerNamedRoutes } from "./named/index.ts";
import { registerOpenApi } from "./openapi.ts";
import { registerRoutes, type Health } from "./routes/index.ts";
import { requestId, tellRequestIds } from "./request-ids.ts";
import { registerPages } from "./pages/index.ts";
import { pageOr } from "./pages/not-found.ts";
import { serializerCompiler } from "./serialization.ts";
import type { Tracing } from "./tracing.ts";
import type { Server } from "./typed-server.ts";
import { validatorCompiler } from "./validation.ts";

export type ServerOptions = {
  readonly app: App;
  /** At least 32 bytes. */
  readonly jwtSecret: string;
  readonly health: () => Promise<Health>;
  readonly metrics: Metrics;
  readonly logger: FastifyBaseLogger;
  /** Where there is a collector for it. */
  readonly tracing?: Tracing | null;
  /** Whether a proxy of our own stands before the server and says for whom it asks. */
  readonly trustProxy?: boolean;
  readonly limits?: Partial<Limits>;
};

/** The brokerage over HTTP. It knows the app and nothing of what is behind it. */
export async function createServer(options: ServerOptions): Promise<Server> {
  const { app, jwtSecret, health, metrics, logger, trustProxy = false } = options;
  const limits = { ...LIMITS, ...options.limits };
  const server = Fastify({
    loggerInstance: logger,
    logController: new RequestLog(),
    genReqId: requestId,
    // The nearest proxy's word alone: what stands further left in X-Forwarded-For is whatever the client wrote.
    trustProxy: trustProxy && ((_address, hop) => hop === 0),
    bodyLimit: BODY_LIMIT,
    // A client that sends its request a byte at a time, or reads the answer so, must not hold a connection for ever.
    requestTimeout: limits.requestTimeout,
    connectionTimeout: limits.idleTimeout,
    http: {
      headersTimeout: limits.headersTimeout,
      connectionsCheckingInterval: limits.timeoutsChecked,
      maxHeaderSize: MAX_HEADER_BYTES,
      // `requireHost` does, and says so.
      requireHostHeader: false,
    },
    forceCloseConnections: "idle",
    clientErrorHandler,
    routerOptions: unroutable((request, response) => server.routing(request, response)),
  }).withTypeProvider<TypeBoxTypeProvider>();
  server.server.maxConnections = limits.connections;
  server.setErrorHandler(errorHandler);
  server.setNotFoundHandler(pageOr(app, notFoundHandler));
  // First, so that what the other hooks do is within the request's span.
  options.tracing?.watch(server);
  tellRequestIds(server);
  endConnectionsOnClose(server, limits);
  addSecurityHeaders(server);
  requireHost(server);
  await refuseOverload(server, limits);
  boundUnderWay(server, limits);
  await limitRate(server, limits, trustProxy);
  strictJsonBody(server);
  await registerAuth(server, jwtSecret);
  await registerOpenApi(server);
  server.setValidatorCompiler(validatorCompiler);
  server.setSerializerCompiler(serializerCompiler);
  metrics.watch(server);
  registerRoutes(server, app, health, metrics.registry);
  registerNamedRoutes(server, app);
  await registerPages(server, app);
  return server;
}

/** A connection that answers its last request is not kept for another one: a shutdown would wait a minute for it. */
function endConnectionsOnClose(server: FastifyInstance, { closingTime }: Limits): void {
  let closing = false;
  server.addHook("preClose", async () => {
    closing = true;
    // Node.js looks after slow clients no more once it closes: one that stalls would be waited for for ever.
    setTimeout(() => server.server.closeAllConnections(), closingTime).unref();
  });
  server.addHook("onSend", (_request, reply, _payload, done) => {
    if (closing) void reply.header("connection", "close");
    done();
  });
}
