import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { operationsOf } from "@bourse/testkit/open-api";
import { ask, open, PASSWORD, type Method } from "./support/people.ts";
import { testServer, type TestServer } from "./support/server.ts";

let bourse: TestServer;

beforeAll(async () => {
  bourse = await testServer({ adapters: "fakes" });
});

afterAll(() => bourse.close());

type Policy = ReadonlyMap<string, readonly string[]>;

async function policyOf(url: string): Promise<Policy> {
  const { headers } = await ask(bourse, "GET", url);
  const directives = String(headers["content-security-policy"]).split(";");
  return new Map(
    directives
      .map((directive) => directive.trim().split(/\s+/))
      .filter(([name]) => name !== "")
      .map(([name = "", ...sources]) => [name, sources]),
  );
}

describe("every answer", () => {
  it.each([
    ["an answer", "/healthcheck", 200],
    ["a refusal", "/v1/accounts/me", 401],
    ["a path to nowhere", "/nowhere", 404],
    ["the document", "/openapi.json", 200],
    ["the docs", "/docs/", 200],
    ["a path that is no text", "/%zz", 400],
    ["a path too long for any route", `/users/${"a".repeat(1000)}`, 404],
  ])("tells a browser not to guess, frame or tell on it: %s", async (_, url, status) => {
    const { status: answered, headers } = await ask(bourse, "GET", url);
    expect(answered).toBe(status);
    expect(headers).toMatchObject({
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "referrer-policy": "same-origin",
      "cross-origin-resource-policy": "same-origin",
      "cross-origin-opener-policy": "same-origin",
      "strict-transport-security": "max-age=31536000",
    });
    expect(headers).not.toHaveProperty("x-powered-by");
    expect((await policyOf(url)).get("frame-ancestors")).toStrictEqual(["'none'"]);
  });

  it("may load this site's own styles, and images that it or its styles hold, send its forms here, and nothing else", async () => {
    const person = await open(bourse);
    const { headers } = await person.ask("GET", "/v1/accounts/me");
    expect(headers["content-security-policy"]).toBe(
      "default-src 'none';base-uri 'none';form-action 'self';frame-ancestors 'none';img-src 'self' data:;style-src 'self'",
    );
  });
});

describe("no answer is kept by a browser or by anything between", () => {
  const NO_STORE = { "cache-control": "no-store" };

  it("on any route of the document, to somebody and to nobody", async () => {
    for (const { method, path } of operationsOf(bourse.document)) {
      const [verb, url] = [method.toUpperCase() as Method, path.replaceAll(/\{\w+\}/g, "me")];
      const body = ["post", "put", "patch"].includes(method) ? { body: {} } : {};
      const person = await open(bourse);
      for (const answer of [await person.ask(verb, url, body), await ask(bourse, verb, url, body)]) {
        expect(answer.headers, `${verb} ${path}: ${answer.status}`).toMatchObject(NO_STORE);
      }
    }
  });

  it.each(["/v1/sessions", "/login"])("that has a token: %s", async (path) => {
    const { username } = await open(bourse);
    const { headers, body } = await ask(bourse, "POST", path, { body: { username, password: PASSWORD } });
    expect(body["token"]).toEqual(expect.any(String));
    expect(headers).toMatchObject(NO_STORE);
  });

  it("but what the docs page loads, which is the same for everybody", async () => {
    const { headers } = await ask(bourse, "GET", "/docs/static/swagger-ui.css");
    expect(headers["cache-control"]).toMatch(/^public/);
  });
});

/** By what each element is loaded. */
const DIRECTIVES: Readonly<Record<string, string>> = { script: "script-src", stylesheet: "style-src", icon: "img-src" };

describe("Swagger UI under its own policy", () => {
  it("may load all that its page names, and its page has nothing inline", async () => {
    const policy = await policyOf("/docs/");
    const { text } = await ask(bourse, "GET", "/docs/");
    const loaded = [...text.matchAll(/<(script|link)\s([^>]*)>/g)].map(([, element = "", attributes = ""]) => ({
      kind: element === "script" ? "script" : (/rel="([^"]+)"/.exec(attributes)?.[1] ?? ""),
      url: /(?:src|href)="([^"]+)"/.exec(attributes)?.[1] ?? "inline",
    }));
    expect(new Set(loaded.map(({ kind }) => kind))).toStrictEqual(new Set(Object.keys(DIRECTIVES)));
    for (const { kind, url } of loaded) {
      expect(url).toMatch(/^\.?\//);
      expect(policy.get(DIRECTIVES[kind] ?? ""), url).toContain("'self'");
    }
    expect(text).not.toMatch(/<style|\sstyle=|\son\w+=|<script[^>]*>\s*[^\s<]/);
  });

  it("may ask this server, and draw the images that its style sheet and its script hold", async () => {
    const policy = await policyOf("/docs/");
    expect(policy.get("connect-src")).toStrictEqual(["'self'"]);
    const held = await Promise.all(
      ["swagger-ui.css", "swagger-initializer.js"].map((name) => ask(bourse, "GET", `/docs/static/${name}`)),
    );
    for (const { text } of held) expect(text).toContain("data:image/");
    expect(policy.get("img-src")).toStrictEqual(["'self'", "data:"]);
  });

  it("may do nothing inline, and load from nowhere else", async () => {
    for (const sources of (await policyOf("/docs/")).values()) {
      for (const source of sources) expect(["'self'", "'none'", "data:"]).toContain(source);
    }
    expect((await policyOf("/docs/")).get("script-src")).toStrictEqual(["'self'"]);
    expect((await policyOf("/docs/")).get("default-src")).toStrictEqual(["'none'"]);
  });
});
