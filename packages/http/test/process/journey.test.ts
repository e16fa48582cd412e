import { join } from "node:path";
import { nyseCalendar } from "@bourse/adapters/nyse-calendar";
import { instant } from "@bourse/core";
import { describe, expect, it } from "vitest";
import { alphaVantage } from "./support/alpha-vantage.ts";
import { units, type Json } from "./support/client.ts";
import { journey } from "./support/journey.ts";
import type { Step } from "./support/pasted.ts";
import { dataFolder, startServer, type ServerProcess } from "./support/server-process.ts";

const API_KEY = "ALPHAVANTAGEKEY42";
const JWT_SECRET = "jwt-secret-of-the-tests-0123456789abcdef";
const ME = "/v1/accounts/me";

/** What the README promises of each step. The market moves between them, so each is held to its own prices. */
function assertOutcomes(steps: readonly Step[]): void {
  expect(steps.map(({ status, request }) => `${status} ${request}`)).toEqual([
    "201 POST /v1/accounts",
    "201 POST /v1/sessions",
    `201 POST ${ME}/cash-transactions`,
    "200 GET /v1/stocks/AAPL",
    `201 POST ${ME}/trades`,
    `201 POST ${ME}/trades`,
    `200 GET ${ME}/portfolio`,
    `200 GET ${ME}/portfolio/value`,
    `200 GET ${ME}/trades`,
    `200 GET ${ME}/cash-transactions`,
    "202 POST /v1/password-resets",
    expect.stringMatching(/^204 PUT \/v1\/password-resets\/[\w-]{43}$/),
    "201 POST /v1/sessions",
  ]);
  const [account, session, topUp, stock, purchase, sale, portfolio, value, trades, cash] = steps.map(
    ({ body }) => body,
  ) as [Json, Json, Json, Json, Json, Json, Json, Json, Json, Json];
  expect(session["accountId"]).toBe(account["id"]);
  expect(topUp).toMatchObject({ seq: 1, status: "TOP-UP", amount: "10000.00", balance: "10000.00" });
  expect(stock).toMatchObject({ ticker: "AAPL", freshness: freshnessAt(String(stock["fetchedAt"])) });

  expect(purchase).toMatchObject({ seq: 2, action: "BUY", ticker: "AAPL", quantity: 10 });
  const afterPurchase = units("10000.00") - units(purchase["price"]) * 10n;
  expect(units(purchase["balance"])).toBe(afterPurchase);
  expect(sale).toMatchObject({ seq: 3, action: "SELL", ticker: "AAPL", quantity: 4 });
  const afterSale = afterPurchase + units(sale["price"]) * 4n;
  expect(units(sale["balance"])).toBe(afterSale);

  for (const { quote } of [purchase, sale] as { quote: Json }[]) {
    expect(quote).toMatchObject({ ticker: "AAPL", freshness: freshnessAt(String(quote["fetchedAt"])) });
  }

  const [holding] = portfolio["holdings"] as [Json];
  expect(holding).toMatchObject({ ticker: "AAPL", quantity: 6 });
  for (const sums of [portfolio, value]) {
    expect(sums).toMatchObject({ cash: sale["balance"], complete: true });
    expect(units(sums["totalValue"])).toBe(afterSale + units(sums["holdingsValue"]));
  }
  expect(units(portfolio["holdingsValue"])).toBe(units(holding["price"]) * 6n);
  expect(trades).toEqual({ items: [sale, purchase], nextCursor: null });
  expect(cash["items"]).toMatchObject([{ seq: 3 }, { seq: 2 }, topUp]);
}

/** What a price says that was fetched just now: this server runs by the machine's clock, and New York by its own. */
function freshnessAt(fetchedAt: string): string {
  const at = instant(Date.parse(fetchedAt));
  return at < nyseCalendar().latest(at).closesAt ? "fresh" : "closed";
}

/** All the secrets and personal things that the journey sends and gets. */
function secretsOf(steps: readonly Step[]): string[] {
  const token = String(steps[1]?.body["token"]);
  const reset = steps[11]?.request.split("/").at(-1) ?? "";
  return [
    reset,
    token,
    ...token.split("."),
    "battery staple, correct",
    "correct horse battery",
    "ada@example.com",
    "1990-05-17",
    API_KEY,
    JWT_SECRET,
  ];
}

function assertLog({ lines, complaints }: ServerProcess, steps: readonly Step[]): void {
  expect(complaints).toEqual([]);
  const log = lines.map((line) => JSON.parse(line) as Json);
  const account = steps[0]?.body["id"];
  const [purchase, sale] = [steps[4]?.body, steps[5]?.body];
  const bought = { ticker: "AAPL", quantity: 10, price: purchase?.["price"] };
  const sold = { ticker: "AAPL", quantity: 4, price: sale?.["price"] };
  expect(log.filter(({ msg }) => msg === "entry")).toMatchObject([
    { account, seq: 1, what: "TOP-UP", amount: "10000.00" },
    { account, seq: 2, what: "BUYING-SHARES", ...bought },
    { account, seq: 3, what: "SELLING-SHARES", ...sold },
  ]);
  const path = expect.stringMatching(/\/data\/mail\/[^/]+\.eml$/) as string;
  expect(log.filter(({ msg }) => msg === "mail kept as a file")).toMatchObject([{ path }]);
  for (const secret of secretsOf(steps)) expect(lines.join("\n")).not.toContain(secret);
}

function newYorkHour(): number {
  const hour = new Intl.DateTimeFormat("en-US", { timeZone: "America/New_York", hour: "2-digit", hourCycle: "h23" });
  return Number(hour.format());
}

describe("the README's first journey, as pasted", () => {
  it("needs no key and no network", async () => {
    const folder = dataFolder();
    const server = startServer(join(folder, "data"), { JWT_SECRET, LOG_LEVEL: "trace" });
    const steps = await journey(await server.url, folder);
    assertOutcomes(steps);
    expect(steps[3]?.body).toMatchObject({ source: "simulated" });
    expect(await server.kill("SIGTERM")).toEqual({ code: 0, signal: null });
    assertLog(server, steps);
  });

  it("trades at the prices of a server that answers as Alpha Vantage does", async () => {
    const upstream = await alphaVantage({ AAPL: "112.0000" });
    // In the middle of a free key's day, which has by then a request to spare for the company.
    const ALPHA_VANTAGE_DAY_STARTS = String((newYorkHour() + 12) % 24);
    const environment = {
      ALPHA_VANTAGE_API_KEY: API_KEY,
      ALPHA_VANTAGE_URL: upstream.url,
      ALPHA_VANTAGE_DAY_STARTS,
    };
    const folder = dataFolder();
    const server = startServer(join(folder, "data"), { JWT_SECRET, LOG_LEVEL: "trace", ...environment });
    const steps = await journey(await server.url, folder);
    assertOutcomes(steps);
    expect(steps[3]?.body).toMatchObject({ source: "alpha-vantage", price: "112.00" });
    expect(steps[4]?.body).toMatchObject({ price: "112.00", amount: "-1120.00", balance: "8880.00" });
    expect(steps[5]?.body).toMatchObject({
      price: "112.00",
      amount: "448.00",
      balance: "9328.00",
      realisedGain: "0.00",
    });
    expect(steps[7]?.body).toMatchObject({ cash: "9328.00", holdingsValue: "672.00", totalValue: "10000.00" });
    expect(new Set(upstream.keys)).toEqual(new Set([API_KEY]));
    expect(await server.kill("SIGTERM")).toEqual({ code: 0, signal: null });
    assertLog(server, steps);
    const outbound = server.lines
      .map((line) => JSON.parse(line) as Json)
      .filter(({ msg }) => msg === "outbound request");
    expect(outbound).toHaveLength(upstream.keys.length);
    // The price first. Whether the company is asked about as well, in the background, depends on the time there is:
    // until the server is stopped, and of the day whose requests are to last.
    const asked = outbound.map((line) => line["function"]);
    expect(asked[0]).toBe("GLOBAL_QUOTE");
    expect(["GLOBAL_QUOTE", "OVERVIEW"]).toEqual(expect.arrayContaining(asked));
    for (const line of outbound) {
      expect(line).toMatchObject({ ticker: "AAPL", status: 200 });
      expect(line["milliseconds"]).toBeGreaterThanOrEqual(0);
    }
  });
});
