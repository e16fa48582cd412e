import { createHmac } from "node:crypto";
import { uuidOf } from "@bourse/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SESSION_COOKIE } from "../src/auth.ts";
import { ask, open, signIn, snapshot, type Answer, type Person } from "./support/people.ts";
import { problemIn } from "./support/problems.ts";
import { JWT_SECRET, testServer, type TestServer } from "./support/server.ts";

let bourse: TestServer;
let person: Person;
let other: Person;

beforeAll(async () => {
  bourse = await testServer();
  bourse.market.set("AAPL", "112.00");
  [person, other] = [await open(bourse), await open(bourse)];
  await person.topUp("10000.00");
});

afterAll(() => bourse.close());

const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");

const DIGESTS = { HS256: "sha256", HS384: "sha384", HS512: "sha512" } as const;

/** A token made by hand: any header, any payload, signed as told. */
function tokenOf(payload: unknown, header: object = { alg: "HS256", typ: "JWT" }, secret: string = JWT_SECRET): string {
  const signed = `${encoded(header)}.${encoded(payload)}`;
  const digest = DIGESTS[(header as { alg: keyof typeof DIGESTS }).alg] ?? "sha256";
  return `${signed}.${createHmac(digest, secret).update(signed).digest("base64url")}`;
}

const claimsOf = ({ token }: Person): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString()) as Record<string, unknown>;

const unsigned = (token: string): string => token.replace(/[^.]*$/, "");

/** What nobody may sign in with, made from a good token's claims. */
const FORGED: Readonly<Record<string, (claims: Record<string, unknown>) => string>> = {
  "alg none, unsigned": (claims) => unsigned(tokenOf(claims, { alg: "none", typ: "JWT" })),
  "alg None, unsigned": (claims) => unsigned(tokenOf(claims, { alg: "None" })),
  "alg none, signed": (claims) => tokenOf(claims, { alg: "none" }),
  "no alg": (claims) => tokenOf(claims, { typ: "JWT" }),
  unsigned: (claims) => unsigned(tokenOf(claims)),
  HS512: (claims) => tokenOf(claims, { alg: "HS512", typ: "JWT" }),
  HS384: (claims) => tokenOf(claims, { alg: "HS384", typ: "JWT" }),
  RS256: (claims) => tokenOf(claims, { alg: "RS256", typ: "JWT" }),
  "another secret": (claims) => tokenOf(claims, { alg: "HS256" }, "another-secret-0123456789-0123456789"),
  "an empty secret": (claims) => tokenOf(claims, { alg: "HS256" }, ""),
  expired: (claims) => tokenOf({ ...claims, exp: Number(claims["iat"]) - 1 }),
  "exp as text": (claims) => tokenOf({ ...claims, exp: "never" }),
  "another issuer": (claims) => tokenOf({ ...claims, iss: "evil" }),
  "another audience": (claims) => tokenOf({ ...claims, aud: "evil" }),
  "not yet valid": (claims) => tokenOf({ ...claims, nbf: Number(claims["exp"]) }),
  "somebody else's sub": (claims) => tokenOf({ ...claims, sub: other.id }),
  "sub as a list": (claims) => tokenOf({ ...claims, sub: [claims["sub"]] }),
  "an unknown session": (claims) => tokenOf({ ...claims, jti: uuidOf(4711) }),
  "somebody else's session": (claims) => tokenOf({ ...claims, jti: claimsOf(other)["jti"] }),
  "jti as a number": (claims) => tokenOf({ ...claims, jti: 5 }),
  "jti as null": (claims) => tokenOf({ ...claims, jti: null }),
  "jti as an object": (claims) => tokenOf({ ...claims, jti: { id: claims["jti"] } }),
  "jti as a list": (claims) => tokenOf({ ...claims, jti: [claims["jti"]] }),
  "jti with a NUL": (claims) => tokenOf({ ...claims, jti: `${String(claims["jti"])}\u0000` }),
  "a payload that is a list": (claims) => tokenOf([claims]),
  "a payload that is text": () => tokenOf("sub"),
  "a payload that is null": () => tokenOf(null),
  "a payload that is a number": () => tokenOf(5),
  "an empty payload": () => tokenOf({}),
  "a payload that is no JSON": () => tokenOf({}).replace(/\.[^.]*\./, ".e30x."),
  "a changed payload": (claims) => tokenOf(claims).replace(/\.[^.]*\./, `.${encoded({ ...claims, sub: other.id })}.`),
  "a cut signature": (claims) => tokenOf(claims).slice(0, -1),
  "one part": () => "garbage",
  "two parts": () => "a.b",
  "three empty parts": () => "..",
  "four parts": (claims) => `${tokenOf(claims)}.x`,
  "a very long one": () => `a.${"b".repeat(8000)}.c`,
  "no ASCII": () => "é.é.é",
  ...Object.fromEntries(
    ["sub", "jti", "exp", "iat", "iss", "aud"].map((claim) => [
      `no ${claim}`,
      ({ [claim]: _, ...claims }: Record<string, unknown>) => tokenOf(claims),
    ]),
  ),
};

function expectNotSignedIn(answer: Answer, what: string): void {
  const { code } = problemIn(answer, what);
  expect([answer.status, answer.headers["www-authenticate"]], what).toStrictEqual([401, 'Bearer realm="bourse"']);
  expect(["not-signed-in", "session-ended"], what).toContain(code);
}

describe("a token that is not one of ours", () => {
  it("would be good, made by hand as we make it", async () => {
    const headers = { authorization: `Bearer ${tokenOf(claimsOf(person))}` };
    expect((await ask(bourse, "GET", "/v1/accounts/me", { headers })).body["id"]).toBe(person.id);
  });

  it.each(Object.keys(FORGED))("signs nobody in: %s", async (which) => {
    const before = await snapshot(person);
    const token = FORGED[which]?.(claimsOf(person)) ?? "";
    for (const headers of [
      { authorization: `Bearer ${token}` },
      { cookie: `${SESSION_COOKIE}=${token}`, "sec-fetch-site": "same-origin" },
    ]) {
      const body = { symbol: "AAPL", quantity: 1 };
      expectNotSignedIn(await ask(bourse, "GET", "/v1/accounts/me", { headers }), which);
      expectNotSignedIn(await ask(bourse, "POST", "/buy-stock", { body, headers }), which);
    }
    expect(await snapshot(person)).toStrictEqual(before);
  });

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
  ])("nor does the header %j", async (pattern) => {
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

it("every route but opening, signing in, the health and the figures asks who is there", async () => {
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
    "post /v1/sessions",
  ]);
});
