import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SESSION_COOKIE } from "../src/auth.ts";
import { coded, HOST, signedInBrowser } from "./support/browser.ts";
import { ask, open, PASSWORD, snapshot, type Answer, type Method } from "./support/people.ts";
import { testServer, type TestServer } from "./support/server.ts";

let plain: TestServer;
let proxied: TestServer;

beforeAll(async () => {
  [plain, proxied] = [await testServer(), await testServer({ trustProxy: true })];
});

afterAll(async () => {
  await plain.close();
  await proxied.close();
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
    ["another scheme", { origin: `https://${HOST}` }],
    [
      "another scheme that a client claims to have come by",
      { origin: `https://${HOST}`, "x-forwarded-proto": "https" },
    ],
    ["no scheme", { origin: HOST }],
    ["two sites", { "sec-fetch-site": "same-origin, cross-site" }],
    ["two Origins", { origin: `http://${HOST}, https://evil.example` }],
    ["an empty Origin", { origin: "" }],
    ["this site's Origin, and no Host that is one", { host: "a b", origin: `http://${HOST}` }],
    ["Origin: null, and no Host that is one", { host: "", origin: "null" }],
    ["Origin: null", { origin: "null" }],
    ["a Basic header that a browser adds by itself", { authorization: "Basic YTpi" }],
    ["an empty Authorization", { authorization: "" }],
  ])("is refused with %s", async (_, headers) => {
    const { person, send } = await signedInBrowser(plain);
    const before = await snapshot(person);
    expect(coded(await send(headers))).toStrictEqual([403, "cross-site"]);
    expect(await snapshot(person)).toStrictEqual(before);
  });

  it.each<[string, Record<string, string>]>([
    ["Sec-Fetch-Site: same-origin", { "sec-fetch-site": "same-origin" }],
    ["this site's Origin", { origin: `http://${HOST}` }],
    ["this site's Origin, its port left out", { host: `${HOST}:80`, origin: `http://${HOST}` }],
  ])("is done with %s", async (_, headers) => {
    const { person, send } = await signedInBrowser(plain);
    expect((await send(headers)).status).toBe(200);
    expect((await person.ask("GET", "/v1/accounts/me/balance")).body["cash"]).toBe("9888.00");
  });

  it("is refused alike on every route that changes something", async () => {
    const { person, send } = await signedInBrowser(plain);
    const before = await snapshot(person);
    const headers = { origin: "https://evil.example" };
    const routes: readonly (readonly [Method, string])[] = [
      ["PATCH", "/v1/accounts/me"],
      ["DELETE", "/v1/accounts/me"],
      ["PUT", "/v1/accounts/me/password"],
      ["DELETE", "/v1/sessions/current"],
      ["DELETE", "/v1/sessions/any"],
      ["PUT", "/v1/accounts/me/blacklisted"],
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
      expect(coded(await send(headers, method, url)), url).toStrictEqual([403, "cross-site"]);
    }
    expect(await snapshot(person)).toStrictEqual(before);
  });
});

const forwarded = (headers: Record<string, string>) => ({ "x-forwarded-proto": "https", ...headers });

describe("behind a proxy that is trusted", () => {
  it.each<[string, Record<string, string>]>([
    ["this site's Origin, over TLS", { origin: `https://${HOST}` }],
    ["the Origin of the name that the proxy has", { origin: "https://b.example", "x-forwarded-host": "b.example" }],
    ["the nearest of several proxies' word", { origin: `https://${HOST}`, "x-forwarded-proto": "http, https" }],
  ])("a change by cookie is done with %s", async (_, headers) => {
    const { send } = await signedInBrowser(proxied);
    expect((await send(forwarded(headers))).status).toBe(200);
  });

  it.each<[string, Record<string, string>]>([
    ["this site's Origin without TLS", { origin: `http://${HOST}` }],
    ["the word of a proxy further off", { origin: `https://${HOST}`, "x-forwarded-proto": "https, http" }],
    ["schemes that no page is of", { origin: "null", "x-forwarded-proto": "data" }],
  ])("and refused with %s", async (_, headers) => {
    const { send } = await signedInBrowser(proxied);
    expect(coded(await send(forwarded(headers)))).toStrictEqual([403, "cross-site"]);
  });
});

const signingIn = async (headers: Record<string, string>): Promise<Answer> => {
  const { username } = await open(plain);
  const body = { username, password: PASSWORD };
  return ask(plain, "POST", "/login", { body, headers: { host: HOST, ...headers } });
};

describe("signing in, which sets the cookie", () => {
  it.each<[string, Record<string, string>]>([
    ["Sec-Fetch-Site: cross-site", { "sec-fetch-site": "cross-site" }],
    ["Sec-Fetch-Site: same-site", { "sec-fetch-site": "same-site" }],
    ["another Origin", { origin: "https://evil.example" }],
    ["Origin: null", { origin: "null" }],
  ])("is refused to another site's page: %s", async (_, headers) => {
    const answer = await signingIn(headers);
    expect(coded(answer)).toStrictEqual([403, "cross-site"]);
    expect(answer.headers["set-cookie"]).toBeUndefined();
  });

  it.each<[string, Record<string, string>]>([
    ["a page of this site", { "sec-fetch-site": "same-origin" }],
    ["an old browser's page of this site", { origin: `http://${HOST}` }],
    ["whoever is no browser", {}],
  ])("is open to %s", async (_, headers) => {
    const answer = await signingIn(headers);
    expect([answer.status, String(answer.headers["set-cookie"]).startsWith(SESSION_COOKIE)]).toStrictEqual([200, true]);
  });
});
