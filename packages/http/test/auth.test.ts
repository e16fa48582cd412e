import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ask, open, signIn, type Answer, type Person } from "./support/people.ts";
import { problemIn } from "./support/problems.ts";
import { testServer, type TestServer } from "./support/server.ts";

let bourse: TestServer;
let person: Person;

beforeAll(async () => {
  bourse = await testServer();
  bourse.market.set("AAPL", "112.00");
  person = await open(bourse);
  await person.topUp("10000.00");
});

afterAll(() => bourse.close());

function expectNotSignedIn(answer: Answer, what: string): void {
  const { code } = problemIn(answer, what);
  expect([answer.status, answer.headers["www-authenticate"]], what).toStrictEqual([401, 'Bearer realm="bourse"']);
  expect(["not-signed-in", "session-ended"], what).toContain(code);
}

describe("a token that is no good as it comes", () => {
  it.each([
    "",
    "Bearer",
    "Bearer ",
    "Bearer  x",
    "Basic YTpi",
    "Token TOKEN",
    "TOKEN",
    "Bearer TOKEN x",
    "bearer:TOKEN",
  ])("signs nobody in by the header %j", async (pattern) => {
    const headers = { authorization: pattern.replace("TOKEN", person.token) };
    expectNotSignedIn(await ask(bourse, "GET", "/v1/accounts/me", { headers }), pattern);
  });

  it("nor does a token in the query or in a body", async () => {
    expectNotSignedIn(await ask(bourse, "GET", `/v1/accounts/me?token=${person.token}`), "query");
    const body = { symbol: "AAPL", quantity: 1, token: person.token };
    expectNotSignedIn(await ask(bourse, "POST", "/buy-stock", { body }), "body");
  });
});

describe("a session that is over", () => {
  it.each([
    ["DELETE", "/v1/sessions/current"],
    ["POST", "/logout"],
  ] as const)("is over at once after %s %s, and no other is", async (method, path) => {
    const leaving = await open(bourse);
    const second = await signIn(bourse, leaving);
    expect((await leaving.ask(method, path)).status).toBe(204);
    expectNotSignedIn(await leaving.ask("GET", "/v1/accounts/me"), path);
    expectNotSignedIn(await leaving.ask(method, path), "once more");
    expect((await second.ask("GET", "/v1/accounts/me")).status).toBe(200);
  });

  it.each(["/v1/accounts/me", "/users/me"])(
    "is over in every browser once DELETE %s closed the account",
    async (path) => {
      const leaving = await open(bourse);
      const second = await signIn(bourse, leaving);
      expect((await leaving.ask("DELETE", path)).status).toBe(204);
      for (const { ask: asking } of [leaving, second]) {
        expectNotSignedIn(await asking("GET", "/v1/accounts/me"), "read");
        expectNotSignedIn(await asking("POST", "/buy-stock", { body: { symbol: "AAPL", quantity: 1 } }), "buy");
      }
    },
  );

  it("is over when its time has come, by the brokerage's own clock", async () => {
    const lasting = await open(bourse);
    bourse.clock.advance(86_399_000);
    expect((await lasting.ask("GET", "/v1/accounts/me")).status).toBe(200);
    bourse.clock.advance(1000);
    expectNotSignedIn(await lasting.ask("GET", "/v1/accounts/me"), "a day later");
    bourse.clock.advance(-86_400_000);
  });
});

it("every route but opening, signing in, resetting, the health and the figures asks who is there", async () => {
  const open401: string[] = [];
  for (const [path, item] of Object.entries(bourse.document["paths"] as Record<string, Record<string, unknown>>)) {
    for (const method of Object.keys(item)) {
      const url = path.replaceAll(/\{\w+\}/g, "1");
      const answer = await ask(bourse, method.toUpperCase() as "GET", url);
      if (answer.status === 401) expectNotSignedIn(answer, path);
      else open401.push(`${method} ${path}`);
    }
  }
  expect(open401.toSorted()).toStrictEqual([
    "get /healthcheck",
    "get /metrics",
    "post /create-account",
    "post /login",
    "post /users",
    "post /v1/accounts",
    "post /v1/password-resets",
    "post /v1/sessions",
    "put /v1/password-resets/{token}",
  ]);
});
