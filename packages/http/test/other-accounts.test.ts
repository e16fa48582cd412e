import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { uuidOf } from "@bourse/testkit";
import type { Json } from "./support/document.ts";
import { ask, newNames, open, PASSWORD, snapshot, type Method, type Person } from "./support/people.ts";
import { problemIn } from "./support/problems.ts";
import { testServer, type TestServer } from "./support/server.ts";

let bourse: TestServer;
let person: Person;
let other: Person;

beforeAll(async () => {
  bourse = await testServer();
  bourse.market.set("AAPL", "112.00");
  [person, other] = [await open(bourse), await open(bourse)];
  for (const each of [person, other]) {
    await each.topUp("10000.00");
    await each.trade("BUY", "AAPL", 10);
  }
});

afterAll(() => bourse.close());

const ORDER = { action: "SELL", ticker: "AAPL", quantity: 1 };
const CASH = { status: "WITHDRAWAL", amount: "5.00" };

const ROUTES: readonly (readonly [Method, (id: string) => string, ((id: string) => Json)?])[] = [
  ["GET", (id) => `/v1/accounts/${id}`],
  ["PATCH", (id) => `/v1/accounts/${id}`, () => ({ name: "Mallory" })],
  ["DELETE", (id) => `/v1/accounts/${id}`],
  ["PUT", (id) => `/v1/accounts/${id}/password`, () => ({ currentPassword: PASSWORD, newPassword: "mallory's own" })],
  ["GET", (id) => `/v1/accounts/${id}/balance`],
  ["POST", (id) => `/v1/accounts/${id}/cash-transactions`, () => CASH],
  ["GET", (id) => `/v1/accounts/${id}/cash-transactions`],
  ["GET", (id) => `/v1/accounts/${id}/cash-transactions/1`],
  ["POST", (id) => `/v1/accounts/${id}/trades`, () => ORDER],
  ["GET", (id) => `/v1/accounts/${id}/trades`],
  ["GET", (id) => `/v1/accounts/${id}/trades/2`],
  ["GET", (id) => `/v1/accounts/${id}/portfolio`],
  ["GET", (id) => `/v1/accounts/${id}/portfolio/value`],
  ["GET", (id) => `/v1/accounts/${id}/portfolio?at=2026-06-12`],
  ["GET", (id) => `/v1/accounts/${id}/portfolio/value?at=2026-06-12`],
  ["GET", (id) => `/v1/accounts/${id}/portfolio/history?from=2026-06-11&to=2026-06-12`],
  ["GET", (id) => `/users/${id}`],
  ["PATCH", (id) => `/users/${id}`, () => ({ name: "Mallory" })],
  ["DELETE", (id) => `/users/${id}`],
  ["POST", () => "/account_cash_transactions", (id) => ({ ...CASH, account_id: id })],
  ["GET", (id) => `/account_cash_transactions/${id}`],
  ["GET", (id) => `/account_cash_transactions/${id}/balance`],
  ["POST", () => "/stock", (id) => ({ ...ORDER, action: "sell", account_id: id })],
  ["GET", (id) => `/stock_transactions/${id}`],
];

describe("another account", () => {
  it.each(["somebody else's id", "an id in capitals", "nobody's id", "no id", "a way up"])(
    "is as good as none on every route, and nothing changes: %s",
    async (which) => {
      const ids: Record<string, string> = {
        "somebody else's id": other.id,
        "an id in capitals": person.id.toUpperCase(),
        "nobody's id": uuidOf(4711),
        "no id": "ME",
        "a way up": "..%2Fme",
      };
      const id = ids[which] ?? "";
      const before = [await snapshot(person), await snapshot(other)];
      for (const [method, url, body] of ROUTES) {
        const answer = await person.ask(method, url(id), body === undefined ? {} : { body: body(id) });
        const what = `${method} ${url(id)}`;
        expect([answer.status, problemIn(answer, what).code], what).toStrictEqual([404, "account-not-found"]);
      }
      expect([await snapshot(person), await snapshot(other)]).toStrictEqual(before);
    },
  );

  it("cannot be found by its e-mail", async () => {
    for (const path of ["/users", "/v1/accounts"]) {
      const theirs = await person.ask("GET", `${path}?email=${other.email}`);
      const nobodys = await person.ask("GET", `${path}?email=nobody@example.com`);
      expect([theirs.status, theirs.body]).toStrictEqual([404, nobodys.body]);
    }
  });

  it("is closed without a trace in anybody else's", async () => {
    const leaving = await open(bourse);
    const before = await snapshot(person);
    expect((await leaving.ask("DELETE", "/v1/accounts/me")).status).toBe(204);
    expect((await person.ask("GET", `/v1/accounts/${leaving.id}`)).status).toBe(404);
    expect(await snapshot(person)).toStrictEqual(before);
  });
});

describe("a name that somebody has", () => {
  it.each([
    ["username", "username-taken"],
    ["email", "email-taken"],
  ] as const)("%s, in any case, opens and amends nothing", async (field, code) => {
    const before = [await snapshot(person), await snapshot(other)];
    const taken = { [field]: other[field].toUpperCase() };
    for (const [path, birth] of [
      ["/v1/accounts", "dateOfBirth"],
      ["/users", "date_of_birth"],
    ] as const) {
      const body = { ...newNames(), password: PASSWORD, [birth]: "1990-05-17", ...taken };
      const opening = await ask(bourse, "POST", path, { body });
      expect([opening.status, problemIn(opening, path).code]).toStrictEqual([409, code]);
      const amending = await person.ask("PATCH", `${path}/me`, { body: { name: "Mallory", ...taken } });
      expect([amending.status, problemIn(amending, path).code]).toStrictEqual([409, code]);
    }
    expect([await snapshot(person), await snapshot(other)]).toStrictEqual(before);
  });
});
