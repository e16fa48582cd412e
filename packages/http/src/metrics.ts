import type { Entry } from "@bourse/core";
import type { FastifyInstance } from "fastify";
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";

/** What the price source's budget looks like; a limit that there is not is null. */
export type BudgetFigures = {
  readonly perDay: number | null;
  readonly usedToday: number;
  readonly left: number | null;
  readonly blockedUntil: number | null;
};

/** One outbound request, as it is counted. */
type OutboundRequest = { readonly function: string; readonly status: number | null };

export type Metrics = {
  readonly registry: Registry;
  readonly countEntry: (entry: Entry) => void;
  readonly countOutbound: (request: OutboundRequest) => void;
  /** Times every request of a server, by route and status, never by URL. */
  readonly watch: (server: FastifyInstance) => void;
};

/** Prometheus figures of this process. `budget` is asked anew at each reading; null where there is none. */
export function createMetrics(budget: () => Promise<BudgetFigures | null>): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const entries = new Counter({
    name: "bourse_entries_total",
    help: "Entries recorded, by what they are.",
    labelNames: ["status"],
    registers,
  });
  const outbound = new Counter({
    name: "bourse_outbound_requests_total",
    help: "Requests to the price source, by function and HTTP status.",
    labelNames: ["function", "status"],
    registers,
  });
  const requests = new Histogram({
    name: "bourse_http_request_duration_seconds",
    help: "Requests answered, by method, route and status.",
    labelNames: ["method", "route", "status"],
    buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10],
    registers,
  });
  budgetGauges(budget, registers);
  return {
    registry,
    countEntry: ({ status }) => entries.inc({ status }),
    countOutbound: ({ function: name, status }) => outbound.inc({ function: name, status: String(status ?? "none") }),
    watch: (server) => {
      // The library looks a series up by all its labels' texts, which takes longer than counting in it.
      const known = new Map<string, Histogram.Internal<string>>();
      server.addHook("onResponse", ({ method, routeOptions }, { statusCode, elapsedTime }, done) => {
        const route = routeOptions.url ?? "none";
        const name = `${method} ${statusCode} ${route}`;
        const series = known.get(name) ?? requests.labels({ method, route, status: statusCode });
        known.set(name, series);
        series.observe(elapsedTime / 1000);
        done();
      });
    },
  };
}

function budgetGauges(budget: () => Promise<BudgetFigures | null>, registers: Registry[]): void {
  const gauge = (name: string, help: string, figure: (state: BudgetFigures) => number | null): void => {
    const made = new Gauge({
      name,
      help,
      registers,
      async collect() {
        const state = await budget();
        const value = state && figure(state);
        if (value === null) made.reset();
        else made.set(value);
      },
    });
  };
  gauge("bourse_request_budget_used", "Requests to the price source counted today.", ({ usedToday }) => usedToday);
  gauge("bourse_request_budget_left", "Requests to the price source left today.", ({ left }) => left);
  const blocked = "1 while a refusal of the price source is waited out, else 0.";
  gauge("bourse_request_budget_blocked", blocked, ({ blockedUntil }) => (blockedUntil === null ? 0 : 1));
  gauge("bourse_request_budget_per_day", "Requests to the price source allowed a day.", ({ perDay }) => perDay);
}
