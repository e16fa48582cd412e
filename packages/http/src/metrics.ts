import { finished } from "node:stream";
import type { Entry, Ledger, Passwords } from "@bourse/core";
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

declare module "fastify" {
  interface FastifyInstance {
    /** Counts a problem that was answered, by its code. */
    countProblem: (code: string) => void;
  }
}

export type Metrics = {
  readonly registry: Registry;
  readonly countEntry: (entry: Entry) => void;
  readonly countOutbound: (request: OutboundRequest) => void;
  /** Prices could not be kept. */
  readonly countPriceStoreFailure: () => void;
  /** The same ledger, with each append timed. */
  readonly timedLedger: (ledger: Ledger) => Ledger;
  /** The same passwords, with those counted that wait or are computed. */
  readonly countedPasswords: (passwords: Passwords) => Passwords;
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
  const replays = new Counter({
    name: "bourse_replays_total",
    help: "Requests with an idempotency key that were answered again, not done again.",
    registers,
  });
  const problems = new Counter({
    name: "bourse_problems_total",
    help: "Problems answered, by code.",
    labelNames: ["code"],
    registers,
  });
  const priceStoreFailures = new Counter({
    name: "bourse_price_store_failures_total",
    help: "Prices, details or counts of requests that the store could not keep.",
    registers,
  });
  let underWay = 0;
  gaugeOf("bourse_http_requests_under_way", "Requests that are not answered yet.", registers, () => underWay);
  budgetGauges(budget, registers);
  return {
    registry,
    countEntry: ({ status }) => entries.inc({ status }),
    countOutbound: ({ function: name, status }) => outbound.inc({ function: name, status: String(status ?? "none") }),
    countPriceStoreFailure: () => priceStoreFailures.inc(),
    timedLedger: ledgerTimer(registers),
    countedPasswords: passwordCounter(registers),
    watch: (server) => {
      server.decorate("countProblem", (code: string) => problems.inc({ code }));
      server.addHook("onRequest", (_request, reply, done) => {
        underWay += 1;
        // Also of a client that goes before it is answered, after which there is no `onResponse`.
        finished(reply.raw, () => (underWay -= 1));
        done();
      });
      // The library looks a series up by all its labels' texts, which takes longer than counting in it.
      const known = new Map<string, Histogram.Internal<string>>();
      server.addHook("onResponse", ({ method, routeOptions }, reply, done) => {
        const { statusCode, elapsedTime } = reply;
        if (reply.hasHeader("idempotency-replayed")) replays.inc();
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

function gaugeOf(name: string, help: string, registers: Registry[], figure: () => number): void {
  const made: Gauge = new Gauge({ name, help, registers, collect: (): void => made.set(figure()) });
}

function ledgerTimer(registers: Registry[]): Metrics["timedLedger"] {
  const appends = new Histogram({
    name: "bourse_ledger_append_duration_seconds",
    help: "Appends to the ledger, by outcome: appended, Conflict where another came first, or StoreUnavailable.",
    labelNames: ["outcome"],
    buckets: [0.0005, 0.002, 0.005, 0.02, 0.1, 0.5, 2, 10],
    registers,
  });
  let waiting = 0;
  gaugeOf("bourse_ledger_appends_waiting", "Entries on their way to the disk.", registers, () => waiting);
  return (ledger) => ({
    ...ledger,
    append: (entries) => {
      const told = appends.startTimer();
      waiting += entries.length;
      const over = (outcome: string): void => {
        waiting -= entries.length;
        told({ outcome });
      };
      return ledger
        .append(entries)
        .andTee(() => over("appended"))
        .orTee(({ kind }) => over(kind));
    },
  });
}

function passwordCounter(registers: Registry[]): Metrics["countedPasswords"] {
  let underWay = 0;
  const help = "Passwords that are hashed or verified, or wait for it.";
  gaugeOf("bourse_passwords_under_way", help, registers, () => underWay);
  const counted = <Answer extends ReturnType<Passwords["hash"] | Passwords["verify"]>>(answer: Answer): Answer => {
    underWay += 1;
    const over = (): void => void (underWay -= 1);
    // What throws is its caller's to hear of: a promise of this one's own that rejects would end the process.
    void answer.then(over, over);
    return answer;
  };
  return (passwords) => ({
    ...passwords,
    hash: (password) => counted(passwords.hash(password)),
    verify: (password, hash) => counted(passwords.verify(password, hash)),
  });
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
