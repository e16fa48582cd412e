import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SESSION_COOKIE } from "../src/auth.ts";
import { ask, open, PASSWORD, snapshot, type Answer, type Method, type Person } from "./support/people.ts";
import { problemIn } from "./support/problems.ts";
import { testServer, type TestServer } from "./support/server.ts";

let plain: TestServer;
let proxied: TestServer;
let bourse: TestServer;

beforeAll(async () => {
  [plain, proxied] = [await testServer(), await testServer({ trustProxy: true })];
});

afterAll(async () => {
  await plain.close();
  await proxied.close();
});

const ORDER = { symbol: "AAPL", quantity: 1 };
const HOST = "bourse.example";

async function signedInBrowser(on: TestServer = plain): Promise<{ person: Person; cookie: string }> {
  bourse = on;
  bourse.market.set("AAPL", "112.00");
  const person = await open(bourse);
  await person.topUp("10000.00");
  const [cookie = ""] = (await login(person)).split(";");
  return { person, cookie };
}

async function login(person: Person, headers: Record<string, string> = {}): Promise<string> {
  const body = { username: person.username, password: PASSWORD };
  return String((await ask(bourse, "POST", "/login", { body, headers })).headers["set-cookie"]);
}

const byCookie = (cookie: string, headers: Record<string, string> = {}, method: Method = "POST", url = "/buy-stock") =>
  ask(bourse, method, url, { ...(method !== "GET" && { body: ORDER }), headers: { host: HOST, cookie, ...headers } });

const coded = (answer: Answer): unknown[] => [answer.status, problemIn(answer, "refused").code];

describe("the session cookie", () => {
  it("is kept from scripts, from other sites' requests, and for the whole site", async () => {
    const { person } = await signedInBrowser();
    const parts = (await login(person)).split("; ");
    expect(parts[0]).toMatch(new RegExp(`^${SESSION_COOKIE}=[\\w-]+\\.[\\w-]+\\.[\\w-]+$`));
    expect(parts.slice(1).toSorted()).toStrictEqual([
      expect.stringMatching(/^Expires=/),
      "HttpOnly",
      "Path=/",
      "SameSite=Lax",
    ]);
  });

  it("ends when the session does", async () => {
    const { person } = await signedInBrowser();
    const set = await login(person);
    const expires = Date.parse(/Expires=([^;]+)/.exec(set)?.[1] ?? "");
    const lifetime = 86_400_000;
    expect(expires).toBe(Math.floor((bourse.clock.now() + lifetime) / 1000) * 1000);
  });

  it("goes over TLS only, when a proxy that is trusted says that it came over TLS", async () => {
    const { person } = await signedInBrowser(proxied);
    expect(await login(person, { "x-forwarded-proto": "https" })).toContain("; Secure");
    expect(await login(person)).not.toContain("Secure");
  });

  it("does not take anybody's word for TLS without a trusted proxy", async () => {
    const { person } = await signedInBrowser();
    expect(await login(person, { "x-forwarded-proto": "https" })).not.toContain("Secure");
  });

  it("may read from anywhere, since the answer goes to this site's pages alone", async () => {
    const { cookie } = await signedInBrowser();
    expect((await byCookie(cookie, { "sec-fetch-site": "cross-site" }, "GET", "/view-portfolio")).status).toBe(200);
  });
});

describe("a request that changes something, by cookie", () => {
  it.each<[string, Record<string, string>]>([
    ["neither Origin nor Sec-Fetch-Site", {}],
    ["Sec-Fetch-Site: cross-site", { "sec-fetch-site": "cross-site" }],
    ["Sec-Fetch-Site: same-site", { "sec-fetch-site": "same-site" }],
    ["Sec-Fetch-Site: none", { "sec-fetch-site": "none" }],
    ["cross-site, whatever the Origin", { "sec-fetch-site": "cross-site", origin: `http://${HOST}` }],
    ["another Origin", { origin: "https://evil.example" }],
    ["an Origin that only begins alike", { origin: `http://${HOST}.evil.example` }],
    ["another port", { origin: `http://${HOST}:8080` }],
    ["Origin: null", { origin: "null" }],
    ["a Basic header that a browser adds by itself", { authorization: "Basic YTpi" }],
    ["an empty Authorization", { authorization: "" }],
  ])("is refused with %s", async (_, headers) => {
    const { person, cookie } = await signedInBrowser();
    const before = await snapshot(person);
    expect(coded(await byCookie(cookie, headers))).toStrictEqual([403, "cross-site"]);
    expect(await snapshot(person)).toStrictEqual(before);
  });

  it.each<[string, Record<string, string>]>([
    ["Sec-Fetch-Site: same-origin", { "sec-fetch-site": "same-origin" }],
    ["this site's Origin", { origin: `http://${HOST}` }],
  ])("is done with %s", async (_, headers) => {
    const { person, cookie } = await signedInBrowser();
    expect((await byCookie(cookie, headers)).status).toBe(200);
    expect((await person.ask("GET", "/v1/accounts/me/balance")).body["cash"]).toBe("9888.00");
  });

  it("is refused alike on every route that changes something", async () => {
    const { person, cookie } = await signedInBrowser();
    const before = await snapshot(person);
    const headers = { origin: "https://evil.example" };
    const routes: readonly (readonly [Method, string])[] = [
      ["PATCH", "/v1/accounts/me"],
      ["DELETE", "/v1/accounts/me"],
      ["PUT", "/v1/accounts/me/password"],
      ["DELETE", "/v1/sessions/current"],
      ["POST", "/v1/accounts/me/cash-transactions"],
      ["POST", "/v1/accounts/me/trades"],
      ["PATCH", "/users/me"],
      ["DELETE", "/users/me"],
      ["PUT", "/update-password"],
      ["POST", "/logout"],
      ["POST", "/account_cash_transactions"],
      ["POST", "/buy-stock"],
      ["POST", "/sell-stock"],
      ["POST", "/stock"],
    ];
    for (const [method, url] of routes) {
      expect(coded(await byCookie(cookie, headers, method, url)), url).toStrictEqual([403, "cross-site"]);
    }
    expect(await snapshot(person)).toStrictEqual(before);
  });
});

describe("a bearer token", () => {
  it("needs no word of where it comes from, and is what counts beside a cookie", async () => {
    const { person, cookie } = await signedInBrowser();
    const other = await open(bourse);
    for (const headers of [{}, { cookie, origin: "https://evil.example", "sec-fetch-site": "cross-site" }]) {
      const answer = await other.ask("POST", "/buy-stock", { body: ORDER, headers });
      expect(coded(answer)).toStrictEqual([409, "insufficient-cash"]);
    }
    expect((await person.ask("GET", "/v1/accounts/me/balance")).body["cash"]).toBe("10000.00");
  });

  it("that is wrong is not mended by a good cookie", async () => {
    const { cookie } = await signedInBrowser();
    const headers = { authorization: "Bearer x.y.z", "sec-fetch-site": "same-origin" };
    expect(coded(await byCookie(cookie, headers))).toStrictEqual([401, "not-signed-in"]);
  });
});
