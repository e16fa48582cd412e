import { readFileSync } from "node:fs";
import { request } from "node:http";
import type { Ledger } from "@bourse/core";
import { faultyLedger, type FaultyLedger } from "@bourse/testkit";
import { ResultAsync } from "neverthrow";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createMetrics, type BudgetFigures, type Metrics } from "../src/metrics.ts";
import { ask, open, PASSWORD, type Person } from "./support/people.ts";
import { testServer, type TestServer } from "./support/server.ts";

const PAGE = readFileSync(new URL("../../../docs/metrics.md", import.meta.url), "utf8");
const FRESH_DAY: BudgetFigures = { perDay: 25, usedToday: 0, left: 25, blockedUntil: null };

let bourse: TestServer;
let metrics: Metrics;
let real: Ledger;
let ledger: FaultyLedger;
let budget: BudgetFigures | null;
/** What the check of a password waits for. */
let gate: PromiseWithResolvers<void>;
let ada: Person;

beforeEach(async () => {
  budget = FRESH_DAY;
  gate = Promise.withResolvers();
  gate.resolve();
  metrics = createMetrics(async () => budget);
  bourse = await testServer({
    metrics,
    onRecorded: metrics.countEntry,
    ledger: (given) => {
      real = given;
      ledger = faultyLedger(given);
      return metrics.timedLedger(ledger);
    },
    ports: ({ passwords }) => ({
      passwords: metrics.countedPasswords({
        ...passwords,
        verify: (password, hash) => new ResultAsync(gate.promise.then(() => passwords.verify(password, hash))),
      }),
    }),
  });
  bourse.market.set("AAPL", "112.00");
  ada = await open(bourse);
});

afterEach(() => bourse.close());

/** The figure of a series, as it is served: of all that begin so, their sum; undefined where there is none. */
async function figure(series: string): Promise<number | undefined> {
  const { text } = await ask(bourse, "GET", "/metrics");
  const found = text.split("\n").filter((line) => line.startsWith(series) && !line.startsWith("#"));
  return found.length === 0 ? undefined : found.reduce((sum, line) => sum + Number(line.split(" ").at(-1)), 0);
}

const byName = (a: unknown[], b: unknown[]): number => String(a[0]).localeCompare(String(b[0]));
const posted = (route: string, status: number): string =>
  `bourse_http_request_duration_seconds_count{method="POST",route="${route}",status="${status}"}`;
const appends = (outcome: string): string => `bourse_ledger_append_duration_seconds_count{outcome="${outcome}"}`;

describe("docs/metrics.md", () => {
  it("tells every figure of ours that is served, with its type, its labels and what it means", async () => {
    const rows = [...PAGE.matchAll(/^\| `(bourse_\w+)` *\| (\w+) *\| (.*?) *\| (.+?) *\|$/gm)];
    const told = rows.map(([, name, type, labels = "", help]) => [name, type, labels.replaceAll("`", ""), help]);
    const served = metrics.registry
      .getMetricsAsArray()
      .filter(({ name }) => name.startsWith("bourse_"))
      .map((metric) => {
        const { name, help, labelNames = [] } = metric as { name: string; help: string; labelNames?: string[] };
        return [name, metric.constructor.name.toLowerCase(), labelNames.join(" "), help];
      });
    expect(told.toSorted(byName)).toStrictEqual(served.toSorted(byName));
    for (const [name = "", type = ""] of told) {
      // What counts up says so, and what is measured says its unit.
      expect(name.endsWith("_total"), name).toBe(type === "counter");
      expect(name.endsWith("_seconds"), name).toBe(type === "histogram");
    }
  });

  it("asks Prometheus for nothing that there is not", () => {
    const blocks = [...PAGE.matchAll(/```promql.*\n([\s\S]*?)```/g)].map(([, block = ""]) => block).join("\n");
    const names = new Set(
      [...blocks.matchAll(/bourse_\w+/g)].map(([name]) => name.replace(/_(?:bucket|count|sum)$/, "")),
    );
    const served = metrics.registry.getMetricsAsArray().map(({ name }) => name);
    expect([...names].filter((name) => !served.includes(name))).toStrictEqual([]);
    // And leaves no figure of ours out.
    expect(served.filter((name) => name.startsWith("bourse_") && !names.has(name))).toStrictEqual([]);
  });
});

describe("/metrics", () => {
  it("counts requests by route, problems by code, entries by what they are, and replays", async () => {
    await ada.topUp("10000.00");
    for (let turn = 0; turn < 3; turn += 1) await ada.trade("BUY", "AAPL", 1, "once");
    await ada.trade("BUY", "AAPL", 1000);
    await ask(bourse, "GET", "/nowhere");
    await ask(bourse, "GET", "/forgot", { headers: { accept: "text/html" } });
    expect(await figure(posted("/v1/accounts/:id/trades", 201))).toBe(3);
    expect(await figure(posted("/v1/accounts/:id/trades", 409))).toBe(1);
    expect(await figure('bourse_problems_total{code="insufficient-cash"}')).toBe(1);
    expect(await figure('bourse_problems_total{code="route-not-found"}')).toBe(1);
    expect(await figure('bourse_entries_total{status="TOP-UP"}')).toBe(1);
    expect(await figure('bourse_entries_total{status="BUYING-SHARES"}')).toBe(1);
    expect(await figure("bourse_replays_total")).toBe(2);
    expect(await figure("process_resident_memory_bytes")).toBeGreaterThan(0);
  });

  it("times appends by their outcome", async () => {
    await ada.topUp("1.00");
    // Another process adds an entry while this one is about to.
    let rivals = 1;
    ledger.onAppend(async (entry) => {
      if (rivals-- > 0) await real.append([entry]);
    });
    await ada.topUp("1.00");
    ledger.failNextAppend("before");
    expect((await ada.topUp("1.00")).status).toBe(503);
    expect([
      await figure(appends("appended")),
      await figure(appends("Conflict")),
      await figure(appends("StoreUnavailable")),
    ]).toEqual([2, 1, 1]);
    expect(await figure('bourse_problems_total{code="store-unavailable"}')).toBe(1);
    expect(await figure("bourse_ledger_appends_waiting")).toBe(0);
  });

  it("tells what waits: requests, appends and passwords", async () => {
    const names = ["bourse_http_requests_under_way", "bourse_ledger_appends_waiting", "bourse_passwords_under_way"];
    const waiting = async () => {
      const figures: (number | undefined)[] = [];
      for (const name of names) figures.push(await figure(name));
      return figures;
    };
    const [held, arrived] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    ledger.onAppend(async () => {
      arrived.resolve();
      await held.promise;
    });
    const topUp = ada.topUp("1.00");
    await arrived.promise;
    // Whoever asks is under way too.
    expect(await waiting()).toEqual([2, 1, 0]);
    held.resolve();
    await topUp;
    expect(await waiting()).toEqual([1, 0, 0]);
    // A check that throws is its caller's to hear of, and no promise's of its own: that would end the process.
    for (const [settle, status] of [
      [() => gate.resolve(), 201],
      [() => gate.reject(new Error("told to fail")), 500],
    ] as const) {
      gate = Promise.withResolvers();
      const signingIn = ask(bourse, "POST", "/v1/sessions", { body: { username: ada.username, password: PASSWORD } });
      while ((await figure("bourse_passwords_under_way")) === 0) await new Promise((resolve) => setImmediate(resolve));
      expect(await figure("bourse_passwords_under_way")).toBe(1);
      settle();
      expect((await signingIn).status).toBe(status);
      expect(await figure("bourse_passwords_under_way")).toBe(0);
    }
  });

  it("counts nobody as under way for ever who has gone before the answer came", async () => {
    const url = await bourse.listen();
    gate = Promise.withResolvers();
    const body = JSON.stringify({ username: ada.username, password: PASSWORD });
    const asking = request(`${url}/v1/sessions`, { method: "POST", headers: { "content-type": "application/json" } });
    asking.on("error", () => undefined).end(body);
    await expect.poll(() => figure("bourse_passwords_under_way"), { timeout: 20_000 }).toBe(1);
    asking.destroy();
    // Whoever asks is under way too.
    await expect.poll(() => figure("bourse_http_requests_under_way"), { timeout: 20_000 }).toBe(1);
    gate.resolve();
  });

  it("tells what is left of the price source's budget, and nothing where there is none", async () => {
    const names = ["used", "left", "blocked", "per_day"].map((name) => `bourse_request_budget_${name} `);
    const told = () => Promise.all(names.map(figure));
    expect(await told()).toEqual([0, 25, 0, 25]);
    budget = { perDay: 25, usedToday: 3, left: 22, blockedUntil: 1 };
    expect(await told()).toEqual([3, 22, 1, 25]);
    metrics.countOutbound({ function: "GLOBAL_QUOTE", status: null });
    expect(await figure('bourse_outbound_requests_total{function="GLOBAL_QUOTE",status="none"}')).toBe(1);
    metrics.countPriceStoreFailure();
    expect(await figure("bourse_price_store_failures_total")).toBe(1);
  });
});
