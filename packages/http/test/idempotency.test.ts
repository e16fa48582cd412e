import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Json } from "./support/document.ts";
import { open, personOn, snapshot, type Answer, type Ask, type Person } from "./support/people.ts";
import { testServer, type TestServer } from "./support/server.ts";
import type { AdaptersName } from "./support/world.ts";

let bourse: TestServer;

function overOneServer(adapters: AdaptersName): void {
  beforeAll(async () => {
    bourse = await testServer({ adapters });
  });
  afterAll(() => bourse.close());
}

async function trader(): Promise<Person> {
  bourse.market.set("AAPL", "112.00");
  const person = await open(bourse);
  await person.topUp("10000.00");
  return person;
}

const BUY_10 = { action: "BUY", ticker: "AAPL", quantity: 10 };
const TOP_UP = { status: "TOP-UP", amount: "25.00" };
const keyed = (key: string, body: Json): Ask => ({ body, headers: { "idempotency-key": key } });
const replayed = ({ headers }: Answer): unknown => headers["idempotency-replayed"];

describe.each<AdaptersName>(["SQLite", "fakes"])("one Idempotency-Key, on %s", (adapters) => {
  overOneServer(adapters);

  it.each([
    ["trade", "/v1/accounts/me/trades", BUY_10, "8880.00"],
    ["cash movement", "/v1/accounts/me/cash-transactions", TOP_UP, "10025.00"],
  ])("makes one %s of 64 identical requests at once, and answers all alike", async (_, path, body, cash) => {
    const person = await trader();
    const url = await bourse.listen();
    const requests = Array.from({ length: 64 }, async () => {
      const response = await fetch(url + path, {
        method: "POST",
        headers: { ...person.authorization, "content-type": "application/json", "idempotency-key": "wish-1" },
        body: JSON.stringify(body),
      });
      const { status, headers } = response;
      return { status, replayed: headers.get("idempotency-replayed"), body: await response.text() };
    });
    const answers = await Promise.all(requests);
    expect(new Set(answers.map(({ status }) => status))).toStrictEqual(new Set([201]));
    expect(new Set(answers.map((answer) => answer.body)).size).toBe(1);
    expect(answers.filter((answer) => answer.replayed === "true")).toHaveLength(63);
    expect(answers.filter((answer) => answer.replayed === null)).toHaveLength(1);
    expect((await person.ask("GET", "/v1/accounts/me/balance")).body["cash"]).toBe(cash);
    expect((await person.ask("GET", "/v1/accounts/me/cash-transactions")).body["items"]).toHaveLength(2);
  });

  it.each([
    ["another quantity", "/v1/accounts/me/trades", { ...BUY_10, quantity: 11 }],
    ["another action", "/v1/accounts/me/trades", { ...BUY_10, action: "SELL" }],
    ["another ticker", "/v1/accounts/me/trades", { ...BUY_10, ticker: "MSFT" }],
    ["a cash movement", "/v1/accounts/me/cash-transactions", TOP_UP],
    ["another named order", "/sell-stock", { symbol: "AAPL", quantity: 10 }],
  ])("is refused for %s under it, and nothing changes", async (_, path, body) => {
    const person = await trader();
    bourse.market.set("MSFT", "1.00");
    await person.ask("POST", "/v1/accounts/me/trades", keyed("wish-1", BUY_10));
    const before = await snapshot(person);
    const answer = await person.ask("POST", path, keyed("wish-1", body));
    expect(answer).toMatchObject({ status: 422, body: { code: "idempotency-key-reused" } });
    expect(await snapshot(person)).toStrictEqual(before);
  });

  it("is each account's own", async () => {
    const [one, other] = [await trader(), await trader()];
    const first = await one.ask("POST", "/v1/accounts/me/trades", keyed("wish-1", BUY_10));
    const second = await other.ask("POST", "/v1/accounts/me/cash-transactions", keyed("wish-1", TOP_UP));
    expect([first.status, replayed(first)]).toStrictEqual([201, undefined]);
    expect([second.status, replayed(second)]).toStrictEqual([201, undefined]);
  });

  it("still answers its first answer after a restart, whatever the market and the cash are then", async () => {
    const person = await trader();
    const first = await person.ask("POST", "/v1/accounts/me/trades", keyed("wish-1", BUY_10));
    const cash = await person.ask("POST", "/v1/accounts/me/cash-transactions", keyed("wish-2", TOP_UP));
    bourse = await bourse.restart();
    bourse.market.delist("AAPL");
    const again = personOn(bourse, person);
    const before = await snapshot(again);
    const second = await again.ask("POST", "/v1/accounts/me/trades", keyed("wish-1", BUY_10));
    expect([second.status, second.text, replayed(second)]).toStrictEqual([201, first.text, "true"]);
    expect(second.headers.location).toBe(first.headers.location);
    const repeated = await again.ask("POST", "/v1/accounts/me/cash-transactions", keyed("wish-2", TOP_UP));
    expect([repeated.status, repeated.text, replayed(repeated)]).toStrictEqual([201, cash.text, "true"]);
    const other = await again.ask("POST", "/v1/accounts/me/trades", keyed("wish-1", { ...BUY_10, quantity: 1 }));
    expect(other).toMatchObject({ status: 422, body: { code: "idempotency-key-reused" } });
    expect(await snapshot(again)).toStrictEqual(before);
  });
});

describe("the named routes and /v1 share one space of keys", () => {
  overOneServer("SQLite");

  const BY_NAME = { symbol: "AAPL", quantity: 10 };

  it("so the same order by another route is a replay", async () => {
    const person = await trader();
    const first = await person.ask("POST", "/buy-stock", keyed("wish-1", BY_NAME));
    const byV1 = await person.ask("POST", "/v1/accounts/me/trades", keyed("wish-1", { ...BUY_10, ticker: "aapl" }));
    const byStock = await person.ask("POST", "/stock", {
      ...keyed("wish-1", { action: "buy", ticker: "AAPL", quantity: 10, account_id: person.id }),
    });
    expect([first.status, byV1.status, byStock.status]).toStrictEqual([200, 201, 200]);
    expect([replayed(first), replayed(byV1), replayed(byStock)]).toStrictEqual([undefined, "true", "true"]);
    expect(byV1.body).toStrictEqual(first.body);
    expect(byStock.body).toStrictEqual(first.body);
  });

  it("so the same cash movement by another route is a replay", async () => {
    const person = await trader();
    const first = await person.ask("POST", "/v1/accounts/me/cash-transactions", keyed("wish-1", TOP_UP));
    const named = { ...TOP_UP, amount: "25", account_id: person.id };
    const second = await person.ask("POST", "/account_cash_transactions", keyed("wish-1", named));
    expect([second.status, second.body, replayed(second)]).toStrictEqual([201, first.body, "true"]);
  });
});

describe("a key that is none", () => {
  overOneServer("SQLite");

  const ROUTES: readonly (readonly [string, (id: string) => Json])[] = [
    ["/v1/accounts/me/trades", () => BUY_10],
    ["/v1/accounts/me/cash-transactions", () => TOP_UP],
    ["/buy-stock", () => ({ symbol: "AAPL", quantity: 10 })],
    ["/sell-stock", () => ({ symbol: "AAPL", quantity: 10 })],
    ["/stock", (id) => ({ action: "buy", ticker: "AAPL", quantity: 10, account_id: id })],
    ["/account_cash_transactions", (id) => ({ ...TOP_UP, account_id: id })],
  ];
  const WRONG = {
    empty: "",
    "256 characters": "k".repeat(256),
    space: "a b",
    tab: "a\tb",
    control: "a\u0001b",
    é: "é",
  };

  it("is refused by name on every route that takes one, and nothing changes", async () => {
    const person = await trader();
    const before = await snapshot(person);
    for (const [path, body] of ROUTES) {
      for (const [what, key] of Object.entries(WRONG)) {
        const answer = await person.ask("POST", path, keyed(key, body(person.id)));
        const named = {
          status: 400,
          body: { code: "invalid-input", errors: [{ field: "Idempotency-Key", rule: "key" }] },
        };
        expect(answer, `${path} ${what}`).toMatchObject(named);
      }
    }
    expect(await snapshot(person)).toStrictEqual(before);
  });

  it.each([
    ["empty", "", "Idempotency-Key"],
    ["not ASCII", "caf\u00e9", "Idempotency-Key"],
    ["sent twice", "a\r\nIdempotency-Key: b", "Idempotency-Key"],
    ["a control character, which is not HTTP", "a\u0001b", "request"],
  ])("is refused on the wire too: %s", async (_, key, field) => {
    const person = await trader();
    const before = await snapshot(person);
    const { port } = new URL(await bourse.listen());
    const body = JSON.stringify(BUY_10);
    const head = [
      "POST /v1/accounts/me/trades HTTP/1.1",
      "Host: bourse",
      `Authorization: ${person.authorization.authorization}`,
      "Content-Type: application/json",
      `Content-Length: ${body.length}`,
      `Idempotency-Key: ${key}`,
      "Connection: close",
    ];
    const socket = connect(Number(port), "127.0.0.1");
    socket.end(Buffer.from(`${head.join("\r\n")}\r\n\r\n${body}`, "latin1"));
    const answer = await text(socket);
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer.toLowerCase()).toContain("content-type: application/problem+json");
    expect(answer).toContain(`"field":"${field}"`);
    expect(await snapshot(person)).toStrictEqual(before);
  });

  it("is the longest that may be, and works", async () => {
    const person = await trader();
    const key = "~!".repeat(127) + "k";
    const answers = [await person.trade("BUY", "AAPL", 1, key), await person.trade("BUY", "AAPL", 1, key)];
    expect(answers.map(({ status }) => status)).toStrictEqual([201, 201]);
    expect(answers.map(replayed)).toStrictEqual([undefined, "true"]);
  });
});
