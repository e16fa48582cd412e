import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { operationsOf, type Json } from "@bourse/testkit/open-api";
import { ask, newNames, open, PASSWORD, type Answer, type Method, type Person } from "./support/people.ts";
import { testServer, type TestServer } from "./support/server.ts";

let bourse: TestServer;
let person: Person;

// The clock stands still, so that two answers differ only where the routes do.
beforeAll(async () => {
  bourse = await testServer();
  bourse.market.set("AAPL", "112.00");
  bourse.market.set("BRK.B", "480.0625");
  bourse.market.set("GONE", "1.00");
  person = await open(bourse);
  await person.topUp("10000.00");
  await person.trade("BUY", "AAPL", 10);
  await person.trade("SELL", "AAPL", 4);
  await person.trade("BUY", "GONE", 1);
  bourse.market.delist("GONE");
});

afterAll(() => bourse.close());

type Asked = readonly [method: Method, url: string, body?: Json];
type Twins = { readonly named: Asked; readonly v1: Asked; readonly status?: readonly [named: number, v1: number] };

const put = ({ [0]: method, [1]: url, [2]: body }: Asked): Promise<Answer> =>
  person.ask(method, url.replace("MY-ID", person.id), body === undefined ? {} : { body: withId(body) });

const withId = (body: Json): Json =>
  Object.fromEntries(Object.entries(body).map(([name, value]) => [name, value === "MY-ID" ? person.id : value]));

const READS: readonly Twins[] = [
  { named: ["GET", "/users/MY-ID"], v1: ["GET", "/v1/accounts/MY-ID"] },
  { named: ["GET", "/users/me"], v1: ["GET", "/v1/accounts/me"] },
  { named: ["GET", "/account_cash_transactions/MY-ID"], v1: ["GET", "/v1/accounts/MY-ID/cash-transactions"] },
  { named: ["GET", "/account_cash_transactions/me?limit=2"], v1: ["GET", "/v1/accounts/me/cash-transactions?limit=2"] },
  { named: ["GET", "/account_cash_transactions/MY-ID/balance"], v1: ["GET", "/v1/accounts/MY-ID/balance"] },
  { named: ["GET", "/stock_transactions/MY-ID"], v1: ["GET", "/v1/accounts/MY-ID/trades"] },
  { named: ["GET", "/stock_transactions/me?limit=1"], v1: ["GET", "/v1/accounts/me/trades?limit=1"] },
  { named: ["GET", "/stock/brk-b"], v1: ["GET", "/v1/stocks/brk-b"] },
  { named: ["GET", "/lookup-stock?symbol=BRK.B"], v1: ["GET", "/v1/stocks/BRK.B"] },
  { named: ["GET", "/stock/NOSUCH"], v1: ["GET", "/v1/stocks/NOSUCH"], status: [404, 404] },
  { named: ["GET", "/view-portfolio"], v1: ["GET", "/v1/accounts/me/portfolio"] },
  { named: ["GET", "/view-portfolio?at=2126-06-14"], v1: ["GET", "/v1/accounts/me/portfolio?at=2126-06-14"] },
];

const BUY = { action: "BUY", ticker: "BRK.B", quantity: 1 };
const SELL = { action: "SELL", ticker: "BRK.B", quantity: 1 };
const IN = { status: "TOP-UP", amount: "5.25" };
const OUT = { status: "WITHDRAWAL", amount: "5.25" };

const WRITES: readonly Twins[] = [
  { named: ["POST", "/buy-stock", { symbol: "BRK.B", quantity: 1 }], v1: ["POST", "/v1/accounts/me/trades", BUY] },
  { named: ["POST", "/sell-stock", { symbol: "brk-b", quantity: 1 }], v1: ["POST", "/v1/accounts/me/trades", SELL] },
  {
    named: ["POST", "/stock", { ...BUY, action: "buy", account_id: "MY-ID" }],
    v1: ["POST", "/v1/accounts/MY-ID/trades", BUY],
  },
  {
    named: ["POST", "/stock", { ...SELL, action: "sell", account_id: "me" }],
    v1: ["POST", "/v1/accounts/me/trades", SELL],
  },
  {
    named: ["POST", "/account_cash_transactions", { ...IN, account_id: "MY-ID" }],
    v1: ["POST", "/v1/accounts/MY-ID/cash-transactions", IN],
    status: [201, 201],
  },
  {
    named: ["POST", "/account_cash_transactions", { ...OUT, account_id: "MY-ID" }],
    v1: ["POST", "/v1/accounts/MY-ID/cash-transactions", OUT],
    status: [201, 201],
  },
  {
    named: ["PATCH", "/users/me", { name: "Ada" }],
    v1: ["PATCH", "/v1/accounts/me", { name: "Ada" }],
    status: [200, 200],
  },
];

const REFUSED: readonly Twins[] = [
  ...(["/buy-stock", "/sell-stock"] as const).flatMap((url): Twins[] => {
    const action = url === "/buy-stock" ? "BUY" : "SELL";
    return [
      ["NOSUCH", 1, 404],
      ["GONE", 1, 409],
      ["BRK.B", 1_000_000, 409],
    ].map(([ticker, quantity, status]) => ({
      named: ["POST", url, { symbol: ticker, quantity }],
      v1: ["POST", "/v1/accounts/me/trades", { action, ticker, quantity }],
      status: [Number(status), Number(status)],
    }));
  }),
  {
    named: ["POST", "/account_cash_transactions", { account_id: "me", status: "WITHDRAWAL", amount: "999999.00" }],
    v1: ["POST", "/v1/accounts/me/cash-transactions", { status: "WITHDRAWAL", amount: "999999.00" }],
    status: [409, 409],
  },
];

describe("each named route answers what its /v1 twin answers", () => {
  it.each([...READS, ...REFUSED])("$named.0 $named.1", async ({ named, v1, status = [200, 200] }) => {
    const [one, twin] = [await put(named), await put(v1)];
    expect([one.status, twin.status]).toStrictEqual(status);
    expect(one.body).toStrictEqual(twin.body);
    expect(one.headers["content-type"]).toBe(twin.headers["content-type"]);
  });

  it.each(WRITES)("$named.0 $named.1 $named.2", async ({ named, v1, status = [200, 201] }) => {
    const [one, twin] = [await put(named), await put(v1)];
    expect([one.status, twin.status]).toStrictEqual(status);
    const seqs = [one, twin].map(({ body }) => body["seq"]);
    const totals = { seq: 0, balance: "", realisedGain: "" };
    expect({ ...one.body, ...totals }).toStrictEqual({ ...twin.body, ...totals });
    expect(seqs[0] === undefined ? 1 : Number(seqs[1]) - Number(seqs[0])).toBe(1);
  });

  it("GET /users?email= and GET /v1/accounts?email=", async () => {
    const answers = ["/users", "/v1/accounts"].map((path) => person.ask("GET", `${path}?email=${person.email}`));
    const [one, twin] = await Promise.all(answers);
    expect(one?.body).toStrictEqual(twin?.body);
    expect(one?.status).toBe(200);
  });

  it("GET /calculate-portfolio-value, which adds only portfolio_value", async () => {
    const { body: twin } = await person.ask("GET", "/v1/accounts/me/portfolio/value");
    const { body: named } = await person.ask("GET", "/calculate-portfolio-value");
    expect(named).toStrictEqual({ ...twin, portfolio_value: twin["totalValue"] });
    expect(twin["complete"]).toBe(false);
  });

  it.each(["/create-account", "/users"])("POST %s, but for the account's own id and names", async (path) => {
    const common = { password: PASSWORD, name: "Ada" };
    const answers = [
      await ask(bourse, "POST", path, { body: { ...newNames(), ...common, date_of_birth: "1990-05-17" } }),
      await ask(bourse, "POST", "/v1/accounts", { body: { ...newNames(), ...common, dateOfBirth: "1990-05-17" } }),
    ];
    const own = { id: "", username: "", email: "" };
    const [one, twin] = answers.map(({ status, body }) => ({ status, ...body, ...own }));
    expect(one).toStrictEqual(twin);
  });

  it("POST /login, but for the token and the cookie", async () => {
    const body = { username: person.username, password: PASSWORD };
    const [one, twin] = [
      await ask(bourse, "POST", "/login", { body }),
      await ask(bourse, "POST", "/v1/sessions", { body }),
    ];
    expect([one.status, twin.status]).toStrictEqual([200, 201]);
    expect({ ...one.body, token: "" }).toStrictEqual({ ...twin.body, token: "" });
    expect(twin.headers["set-cookie"]).toBeUndefined();
  });

  it("and there is no named route beside these", () => {
    const named = operationsOf(bourse.document).filter(({ path }) => !path.startsWith("/v1/"));
    expect(named.map(({ method, path }) => `${method} ${path}`).toSorted()).toStrictEqual([
      "delete /users/{id}",
      "get /account_cash_transactions/{account_id}",
      "get /account_cash_transactions/{account_id}/balance",
      "get /calculate-portfolio-value",
      "get /healthcheck",
      "get /lookup-stock",
      "get /metrics",
      "get /stock/{ticker}",
      "get /stock_transactions/{account_id}",
      "get /users",
      "get /users/{id}",
      "get /view-portfolio",
      "patch /users/{id}",
      "post /account_cash_transactions",
      "post /buy-stock",
      "post /create-account",
      "post /login",
      "post /logout",
      "post /sell-stock",
      "post /stock",
      "post /users",
      "put /update-password",
    ]);
  });
});
