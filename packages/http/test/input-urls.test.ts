import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Json } from "./support/document.ts";
import { open, snapshot, type Person } from "./support/people.ts";
import { expectRefused, problemIn } from "./support/problems.ts";
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

const LISTS = [
  "/v1/accounts/me/cash-transactions",
  "/v1/accounts/me/trades",
  "/account_cash_transactions/me",
  "/stock_transactions/me",
];

/** Stands for the e-mail of somebody else, who is there only once the tests run. */
const OTHERS = "somebody else's";

const cursorOf = (text: string): string => Buffer.from(text).toString("base64url");

const BAD_QUERIES: readonly (readonly [query: string, field: string])[] = [
  ...["0", "-1", "201", "abc", "1.5", "1e400", "null", "", "%20", "9007199254740993", "Infinity", "[7]"].map(
    (limit) => [`limit=${limit}`, "limit"] as const,
  ),
  // All of these are numbers to JavaScript.
  ...["0x10", "0b11", "0o7", "1e1", "007", "%2B5", "5.0", "5.", "%205", "5%20", "%0A5", "-0", "1_0"].map(
    (limit) => [`limit=${limit}`, "limit"] as const,
  ),
  ["limit=1&limit=2", "limit"],
  ...["", "!!!", "abc", "MTI=", " ", "%00", "null", "-", "🂡"].map((cursor) => [`cursor=${cursor}`, "cursor"] as const),
  ...["0", "-1", "1.5", "1e3", "0x10", " 2", "2 ", "02", "NaN", "Infinity", "9007199254740992", "9".repeat(400)].map(
    (text) => [`cursor=${cursorOf(text)}`, "cursor"] as const,
  ),
  ["cursor=Mg&cursor=MQ", "cursor"],
  ["page=2", "page"],
  ["limit=5&__proto__=1", "__proto__"],
  ["constructor=1", "constructor"],
  ["limit[]=5", "limit[]"],
];

describe.each(LISTS)("GET %s", (path) => {
  it("refuses every bad query by the parameter's name", async () => {
    for (const [query, field] of BAD_QUERIES) {
      const what = `${path}?${query}`.slice(0, 100);
      expectRefused(await person.ask("GET", `${path}?${query}`), field, what);
    }
  });

  it("answers its pages, newest first, by the cursors it gave", async () => {
    const seqs: unknown[] = [];
    let query = "?limit=1";
    while (query !== "") {
      const { status, body } = await person.ask("GET", path + query);
      expect(status).toBe(200);
      const { items, nextCursor } = body as { items: Json[]; nextCursor: string | null };
      seqs.push(...items.map(({ seq }) => seq));
      query = nextCursor === null ? "" : `?limit=1&cursor=${nextCursor}`;
    }
    expect(seqs).toStrictEqual(path.includes("cash") ? [2, 1] : [2]);
  });
});

describe("a query that needs one parameter", () => {
  it.each([
    ["/v1/accounts", "email"],
    ["/users", "email"],
    ["/lookup-stock", "symbol"],
    ["/v1/stocks", "search"],
  ])("%s refuses any other by name", async (path, field) => {
    const value = field === "email" ? person.email : "AAPL";
    expect((await person.ask("GET", `${path}?${field}=${value}`)).status).toBe(200);
    expectRefused(await person.ask("GET", path), field, "missing");
    expectRefused(await person.ask("GET", `${path}?${field}=a&${field}=b`), field, "twice");
    expectRefused(await person.ask("GET", `${path}?${field}=${value}&x=1`), "x", "unknown");
  });

  it.each(["", "%20", "x", "@", OTHERS, "%00", "%F0%9F", "a".repeat(5000)])(
    "an e-mail that is not one's own answers 404: %j",
    async (email) => {
      const wanted = email === OTHERS ? other.email : email;
      for (const path of ["/v1/accounts", "/users"]) {
        const answer = await person.ask("GET", `${path}?email=${wanted}`);
        expect([answer.status, problemIn(answer, path).code]).toStrictEqual([404, "account-not-found"]);
      }
    },
  );
});

describe("a path", () => {
  it.each([
    "0",
    "-1",
    "1.5",
    "abc",
    "1e9x",
    "null",
    "%00",
    "9007199254740993000",
    " ",
    "1,2",
    "0x1",
    "1e0",
    "01",
    "+1",
    "1.0",
    " 1",
    "1 ",
  ])("refuses the entry number %j by name", async (seq) => {
    for (const kind of ["trades", "cash-transactions"]) {
      expectRefused(await person.ask("GET", `/v1/accounts/me/${kind}/${encodeURI(seq)}`), "seq", kind);
    }
  });

  it("answers 404 for an entry that is not there, or is of the other kind", async () => {
    for (const [path, code] of [
      ["trades/1", "trade-not-found"],
      ["trades/3", "trade-not-found"],
      ["trades/1000000000", "trade-not-found"],
      ["cash-transactions/3", "cash-transaction-not-found"],
      ["cash-transactions/1000000000", "cash-transaction-not-found"],
      ["cash-transactions/9007199254740991", "cash-transaction-not-found"],
    ] as const) {
      const answer = await person.ask("GET", `/v1/accounts/me/${path}`);
      expect([answer.status, problemIn(answer, path).code], path).toStrictEqual([404, code]);
    }
  });

  it.each(["%20", "A1", "AAPLXXX", "%00", "AAPL%00", "a%2Fb", "%C3%9F", "A".repeat(90), "AAPL%26apikey=x", "..."])(
    "refuses the ticker %j by name",
    async (ticker) => {
      for (const path of ["/v1/stocks/", "/stock/"]) {
        const answer = await person.ask("GET", path + ticker);
        expectRefused(answer, "ticker", path);
        expect(problemIn(answer, path).code).toBe("invalid-ticker");
      }
      const answer = await person.ask("GET", `/lookup-stock?symbol=${ticker}`);
      expectRefused(answer, "symbol", ticker);
    },
  );

  it.each(["/v1/accounts/%zz", "/v1/accounts/%E0%A4%A/balance", "/stock/%", "/users/%c0%af"])(
    "that is no text is a problem like any other: %s",
    async (path) => {
      const { code } = problemIn(await person.ask("GET", path), path);
      expect(["bad-request", "account-not-found", "invalid-ticker"]).toContain(code);
    },
  );

  it.each(["/%zz", "/%", "/%E0%A4%A"])("that is no text is told so by name: %s", async (path) => {
    for (const method of ["GET", "POST", "DELETE"] as const) {
      expectRefused(await person.ask(method, path), "request", path);
    }
  });

  it.each(["/v2/accounts", "/v1", "/v1/accounts/me/nothing", `/users/${"a".repeat(8000)}`, "/healthcheck/x"])(
    "that leads nowhere answers 404: %.40s",
    async (path) => {
      const answer = await person.ask("GET", path);
      expect([answer.status, problemIn(answer, path).code]).toStrictEqual([404, "route-not-found"]);
    },
  );

  it("that leads elsewhere by a method it does not have answers 404", async () => {
    const before = await snapshot(person);
    for (const method of ["PUT", "DELETE", "PATCH"] as const) {
      const answer = await person.ask(method, "/v1/accounts/me/trades", { body: {} });
      expect([answer.status, problemIn(answer, method).code]).toStrictEqual([404, "route-not-found"]);
    }
    expect(await snapshot(person)).toStrictEqual(before);
  });
});
