/*
 * What a route takes whose server does for each request what the design asks of every server here, by the libraries that
 * it names and nothing of our own: who asks is read off the token, and verified once; limits, security headers, cookies,
 * one line of log and one figure. The answer is fixed. Started by the benchmark; `FLOOR` is as for a bare one.
 */
import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import cookie from "@fastify/cookie";
import jwt from "@fastify/jwt";
import rateLimit from "@fastify/rate-limit";
import underPressure from "@fastify/under-pressure";
import Fastify, { type FastifyRequest } from "fastify";
import helmet from "helmet";
import { pino } from "pino";
import { collectDefaultMetrics, Histogram, Registry } from "prom-client";

type Floor = {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly body?: object;
  readonly status: number;
  readonly answerSchema: object;
  readonly answer: object;
};

const { method, path, body, status, answerSchema, answer } = JSON.parse(process.env["FLOOR"] ?? "") as Floor;
const output = pino.destination({ fd: 1, sync: true, minLength: 8192, periodicFlush: 100 });
const server = Fastify({
  loggerInstance: pino({ base: null }, output),
  disableRequestLogging: true,
  ajv: { customOptions: { strict: false, validateFormats: false } },
});
const registry = new Registry();
collectDefaultMetrics({ register: registry });
const labelNames = ["method", "route", "status"] as const;
const requests = new Histogram({ name: "requests", help: "Requests answered.", labelNames, registers: [registry] });

/** helmet's headers are the same on every answer, and so are asked for once. */
function securityHeaders(): Record<string, string> {
  const response = new ServerResponse(new IncomingMessage(new Socket()));
  helmet()(response.req, response, () => undefined);
  return Object.fromEntries(response.getHeaderNames().map((name) => [name, String(response.getHeader(name))]));
}

const headers = securityHeaders();
server.addHook("onRequest", (_request, reply, done) => {
  void reply.headers(headers);
  done();
});
await server.register(underPressure, { maxEventLoopDelay: 60_000 });
await server.register(rateLimit, { max: 1_000_000_000 });
await server.register(cookie);
await server.register(jwt, { secret: process.env["JWT_SECRET"] ?? "" });
server.addHook("onResponse", (request, reply, done) => {
  const { url: route = "none" } = request.routeOptions;
  requests.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000);
  request.log.info({ method: request.method, route, status: reply.statusCode, time: reply.elapsedTime }, "answered");
  done();
});

const verified = new Map<string, object>();
async function signedIn(request: FastifyRequest): Promise<void> {
  const token = request.headers.authorization?.slice("Bearer ".length) ?? "";
  if (!verified.has(token)) verified.set(token, server.jwt.verify<object>(token));
}

server.route({
  method,
  url: path,
  onRequest: signedIn,
  schema: { ...(body && { body }), response: { [status]: answerSchema } },
  handler: async (_request, reply) => {
    void reply.code(status);
    return answer;
  },
});
server.get("/metrics", async () => registry.metrics());
console.log(`open at ${await server.listen({ host: "127.0.0.1", port: 0 })}`);
process.once("SIGTERM", () => void server.close());
