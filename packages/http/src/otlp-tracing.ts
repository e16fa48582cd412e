import { AsyncLocalStorage } from "node:async_hooks";
import type { Ledger } from "@bourse/core";
import {
  defaultTextMapGetter,
  diag,
  DiagLogLevel,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Context,
  type Exception,
  type Span,
  type Tracer,
} from "@opentelemetry/api";
import { setGlobalErrorHandler, W3CTraceContextPropagator } from "@opentelemetry/core";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { BatchSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Tracing } from "./tracing.ts";

/** How long one sending may take, and how long spans wait for one, in milliseconds: a shutdown waits for both. */
const [SENDING, WAITING] = [3000, 2000];
/** How much of a trouble is told, in characters: a collector may answer whatever it likes. */
const TROUBLE_SHOWN = 200;

/**
 * Traces for an OTLP collector at an endpoint, as `OTEL_EXPORTER_OTLP_ENDPOINT` names one. Spans are sent some at a time,
 * beside the requests: where nobody takes them, two thousand are kept, the rest are dropped, and `onTrouble` is told.
 */
export function otlpTracing(endpoint: string, onTrouble: (what: string) => void): Tracing {
  tellTrouble(onTrouble);
  const exporter = new OTLPTraceExporter({ url: tracesAt(endpoint), timeoutMillis: SENDING });
  const batches = new BatchSpanProcessor({ exporter, scheduledDelayMillis: WAITING, exportTimeoutMillis: SENDING });
  const resource = resourceFromAttributes({ "service.name": "bourse" });
  const provider = new TracerProvider({ resource, spanProcessors: [batches] });
  const tracer = provider.getTracer("bourse");
  // Not the library's global one: a process may have several servers, and each its own collector.
  const current = new AsyncLocalStorage<Context>();
  const here = (): Context => current.getStore() ?? ROOT_CONTEXT;
  return {
    watch: (server) => watchRequests(server, tracer, current),
    traced: (ledger) => tracedLedger(ledger, tracer, here),
    tellOutbound: ({ function: name, status, milliseconds }) => {
      const endTime = Date.now();
      const options = { kind: SpanKind.CLIENT, startTime: endTime - milliseconds };
      const span = tracer.startSpan(`price source ${name}`, options, here());
      if (status === null || status >= 400) span.setStatus({ code: SpanStatusCode.ERROR });
      if (status !== null) span.setAttribute("http.response.status_code", status);
      span.end(endTime);
    },
    // What cannot be sent by now never will be, and nobody waits for it.
    close: () => provider.shutdown().catch(() => undefined),
  };
}

const silent = (): void => undefined;

/** What the library would say of itself, it says to nobody unless it is asked to. */
function tellTrouble(onTrouble: (what: string) => void): void {
  const told = (what: string): void => onTrouble(what.slice(0, TROUBLE_SHOWN));
  const logger = { error: told, warn: told, info: silent, debug: silent, verbose: silent };
  diag.setLogger(logger, { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true });
  // By itself the library would tell an error as JSON, with all of its stack.
  setGlobalErrorHandler((error) => told(messageOf(error)));
}

function messageOf(error: Exception): string {
  if (typeof error === "string") return error;
  return error.message || String(error.code ?? error.name);
}

/** The standard has the signal's path follow the endpoint's own. */
function tracesAt(endpoint: string): string {
  return `${endpoint.replace(/\/$/, "")}/v1/traces`;
}

function watchRequests(server: FastifyInstance, tracer: Tracer, current: AsyncLocalStorage<Context>): void {
  const propagator = new W3CTraceContextPropagator();
  const spans = new WeakMap<FastifyRequest, Span>();
  server.addHook("onRequest", (request, reply, done) => {
    const { method, routeOptions, headers } = request;
    const route = routeOptions.url ?? "none";
    const caller = propagator.extract(ROOT_CONTEXT, headers, defaultTextMapGetter);
    const attributes = { "http.request.method": method, "http.route": route };
    const span = tracer.startSpan(`${method} ${route}`, { kind: SpanKind.SERVER, attributes }, caller);
    spans.set(request, span);
    reply.log = request.log = request.log.child({ trace: span.spanContext().traceId });
    current.run(trace.setSpan(caller, span), done);
  });
  server.addHook("onResponse", (request, { statusCode }, done) => {
    const span = spans.get(request);
    span?.setAttribute("http.response.status_code", statusCode);
    if (statusCode >= 500) span?.setStatus({ code: SpanStatusCode.ERROR });
    span?.end();
    done();
  });
}

function tracedLedger(ledger: Ledger, tracer: Tracer, here: () => Context): Ledger {
  return {
    ...ledger,
    append: (entries) => {
      const span = tracer.startSpan("ledger append", { attributes: { "bourse.entries": entries.length } }, here());
      return ledger
        .append(entries)
        .map(() => span.end())
        .mapErr((error) => {
          span.setStatus({ code: SpanStatusCode.ERROR, message: error.kind }).end();
          return error;
        });
    },
  };
}
