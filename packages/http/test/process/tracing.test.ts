import { once } from "node:events";
import { globSync, readFileSync } from "node:fs";
import { request, type IncomingMessage } from "node:http";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { alphaVantage } from "./support/alpha-vantage.ts";
import { ask, openAccount, signIn } from "./support/client.ts";
import { collector, type SentSpan } from "./support/collector.ts";
import { dataFolder, startServer } from "./support/server-process.ts";

const KEY = "KEY-TO-BE-FOUND";
const TOKEN = "reset-token-to-be-found";
const NAME = "name-to-be-found";
const TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
const [CALLER, SERVER_KIND, CLIENT_KIND, ERROR] = ["00f067aa0ba902b7", 2, 3, 2];

const inOrder = (a: string, b: string): number => a.localeCompare(b);

function attributesOf({ attributes }: SentSpan): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, value.stringValue ?? value.intValue]));
}

it("a collector is told of each request, append and price asked for, within its caller's trace, and of no secret", async () => {
  const { url: endpoint, spans } = await collector();
  const { url: source } = await alphaVantage({ AAPL: "112.0000" });
  const environment = { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, ALPHA_VANTAGE_URL: source, ALPHA_VANTAGE_API_KEY: KEY };
  // At this level it says when a request has come in.
  const bourse = startServer(dataFolder(), { ...environment, LOG_LEVEL: "debug" });
  const url = await bourse.url;
  await openAccount(url, NAME);
  const { token, accountId } = await signIn(url, NAME);
  await ask(url, "/v1/accounts/me/cash-transactions", { token, body: { status: "TOP-UP", amount: "10000.00" } });
  const traced = { authorization: `Bearer ${token}`, traceparent: `00-${TRACE}-${CALLER}-01` };
  const headers = { ...traced, "content-type": "application/json" };
  const order = request(`${url}/v1/accounts/${accountId}/trades`, { method: "POST", headers });
  // The body comes when the request has long begun: what it belongs to must be known all the same.
  order.write('{"action":"BUY","ticker":"AAPL",');
  while (!bourse.lines.some((line) => /incoming request/.test(line) && /trades/.test(line))) await sleep(1);
  order.end('"quantity":1}');
  const [bought] = (await once(order, "response")) as [IncomingMessage];
  bought.resume();
  expect(bought.statusCode).toBe(201);
  await ask(url, `/v1/password-resets/${TOKEN}`, { method: "PUT", body: { password: "battery staple, correct" } });
  expect(await bourse.kill("SIGTERM")).toEqual({ code: 0, signal: null });

  const trade = spans().find(({ name }) => name === "POST /v1/accounts/:id/trades");
  expect(trade).toMatchObject({ traceId: TRACE, parentSpanId: CALLER, kind: SERVER_KIND });
  expect(trade && attributesOf(trade)).toEqual({
    "http.request.method": "POST",
    "http.route": "/v1/accounts/:id/trades",
    "http.response.status_code": 201,
  });
  const within = spans().filter(({ parentSpanId }) => parentSpanId === trade?.spanId);
  expect(within.map(({ name, kind, traceId }) => `${name} ${kind} ${traceId}`).toSorted(inOrder)).toEqual([
    `ledger append 1 ${TRACE}`,
    `price source GLOBAL_QUOTE ${CLIENT_KIND} ${TRACE}`,
  ]);
  expect(spans().some(({ name }) => name === "PUT /v1/password-resets/:token")).toBe(true);
  expect(JSON.stringify(spans())).not.toMatch(new RegExp([KEY, TOKEN, token, NAME, accountId].join("|")));
  expect(bourse.lines.find((line) => line.includes("/trades") && line.includes("completed"))).toContain(
    `"trace":"${TRACE}"`,
  );
});

it("a collector that is not there keeps nobody waiting, neither a request nor a stop", async () => {
  const bourse = startServer(dataFolder(), { OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:1" });
  const url = await bourse.url;
  expect((await openAccount(url, "ada")).status).toBe(201);
  const { status } = await ask(url, "/v1/stocks/AAPL", { token: (await signIn(url, "ada")).token });
  expect(status).toBe(200);
  // Whoever runs the server is told, once it has been tried.
  const told = () => bourse.lines.find((line) => line.includes('"msg":"traces cannot be sent"'));
  while (told() === undefined) await sleep(20);
  const { trouble } = JSON.parse(told() ?? "") as { trouble: string };
  expect(trouble).toMatch(/\w/);
  expect(trouble).not.toMatch(/stack|[{}\n]| at /);
  expect(await bourse.kill("SIGTERM")).toEqual({ code: 0, signal: null });
  expect(bourse.complaints).toEqual([]);
});

it("a failure is told as one", async () => {
  const { url: endpoint, spans } = await collector();
  const environment = { OTEL_EXPORTER_OTLP_ENDPOINT: `${endpoint}/`, ALPHA_VANTAGE_API_KEY: KEY };
  const bourse = startServer(dataFolder(), { ...environment, ALPHA_VANTAGE_URL: "http://127.0.0.1:1/query" });
  const url = await bourse.url;
  await openAccount(url, "ada");
  await ask(url, "/v1/stocks/AAPL", { token: (await signIn(url, "ada")).token });
  await bourse.kill("SIGTERM");
  const asked = spans().filter(({ name }) => /GET \/v1\/stocks|GLOBAL_QUOTE/.test(name));
  expect(asked.map(({ status }) => status.code)).toEqual([ERROR, ERROR]);
});

it("whoever has no collector loads nothing that would speak to one", () => {
  const folder = join(import.meta.dirname, "../../src");
  const texts = globSync("**/*.ts", { cwd: folder }).map((path) => [path, readFileSync(join(folder, path), "utf8")]);
  const holds = (text: RegExp) => texts.filter(([, source = ""]) => text.test(source)).map(([path]) => path);
  expect(holds(/"@opentelemetry\//)).toEqual(["otlp-tracing.ts"]);
  expect(holds(/otlp-tracing/)).toEqual(["main.ts"]);
  expect(holds(/from "\.\/otlp-tracing/)).toEqual([]);
});
