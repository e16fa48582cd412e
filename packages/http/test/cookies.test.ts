import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SESSION_COOKIE } from "../src/auth.ts";
import { coded, login, ORDER, signedInBrowser } from "./support/browser.ts";
import { open } from "./support/people.ts";
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

describe("the session cookie", () => {
  it("is kept from scripts, from other sites' requests, and for the whole site", async () => {
    const { person } = await signedInBrowser(plain);
    const parts = (await login(plain, person)).split("; ");
    expect(parts[0]).toMatch(new RegExp(`^${SESSION_COOKIE}=[\\w-]+\\.[\\w-]+\\.[\\w-]+$`));
    expect(parts.slice(1).toSorted()).toStrictEqual([
      expect.stringMatching(/^Expires=/),
      "HttpOnly",
      "Path=/",
      "SameSite=Lax",
    ]);
  });

  it("ends when the session does", async () => {
    const { person } = await signedInBrowser(plain);
    const set = await login(plain, person);
    const expires = Date.parse(/Expires=([^;]+)/.exec(set)?.[1] ?? "");
    const lifetime = 86_400_000;
    expect(expires).toBe(Math.floor((plain.clock.now() + lifetime) / 1000) * 1000);
  });

  it("goes over TLS only, when a proxy that is trusted says that it came over TLS", async () => {
    const { person } = await signedInBrowser(proxied);
    expect(await login(proxied, person, { "x-forwarded-proto": "https" })).toContain("; Secure");
    expect(await login(proxied, person)).not.toContain("Secure");
  });

  it("does not take anybody's word for TLS without a trusted proxy", async () => {
    const { person } = await signedInBrowser(plain);
    expect(await login(plain, person, { "x-forwarded-proto": "https" })).not.toContain("Secure");
  });

  it("may read from anywhere, since the answer goes to this site's pages alone", async () => {
    const { send } = await signedInBrowser(plain);
    expect((await send({ "sec-fetch-site": "cross-site" }, "GET", "/view-portfolio")).status).toBe(200);
  });
});

describe("a bearer token", () => {
  it("needs no word of where it comes from, and is what counts beside a cookie", async () => {
    const { person, cookie } = await signedInBrowser(plain);
    const other = await open(plain);
    for (const headers of [{}, { cookie, origin: "https://evil.example", "sec-fetch-site": "cross-site" }]) {
      const answer = await other.ask("POST", "/buy-stock", { body: ORDER, headers });
      expect(coded(answer)).toStrictEqual([409, "insufficient-cash"]);
    }
    expect((await person.ask("GET", "/v1/accounts/me/balance")).body["cash"]).toBe("10000.00");
  });

  it("that is wrong is not mended by a good cookie", async () => {
    const { send } = await signedInBrowser(plain);
    const headers = { authorization: "Bearer x.y.z", "sec-fetch-site": "same-origin" };
    expect(coded(await send(headers))).toStrictEqual([401, "not-signed-in"]);
  });
});
