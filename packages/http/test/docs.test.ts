import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ask, open } from "./support/people.ts";
import { testServer, type TestServer } from "./support/server.ts";

let bourse: TestServer;

beforeAll(async () => {
  bourse = await testServer();
});

afterAll(() => bourse.close());

describe("Swagger UI at /docs", () => {
  it("is HTML, and everything it loads is there", async () => {
    const page = await ask(bourse, "GET", "/docs/");
    expect([page.status, page.headers["content-type"]]).toStrictEqual([200, "text/html; charset=utf-8"]);
    const links = [...page.text.matchAll(/(?:src|href)="([^"#]+)"/g)].map(([, link = ""]) => link);
    const urls = links.map((link) => new URL(link, "http://bourse/docs/"));
    expect(urls.map(({ pathname }) => pathname)).toEqual(
      expect.arrayContaining([
        expect.stringContaining("swagger-ui-bundle.js"),
        expect.stringContaining("swagger-ui.css"),
        expect.stringContaining("swagger-initializer.js"),
      ]),
    );
    for (const { host, pathname } of urls) {
      expect(host, "the page needs no other server").toBe("bourse");
      const asset = await ask(bourse, "GET", pathname);
      expect([asset.status, asset.text.length > 0], pathname).toStrictEqual([200, true]);
    }
  });

  it("is found without the slash too", async () => {
    const page = await ask(bourse, "GET", "/docs");
    const target = page.headers.location ?? "/docs";
    expect([200, 301, 302]).toContain(page.status);
    expect((await ask(bourse, "GET", new URL(target, "http://bourse/").pathname)).status).toBe(200);
  });

  it("is started with the document that the server tells of itself, and keeps who is signed in", async () => {
    const initializer = await ask(bourse, "GET", "/docs/static/swagger-initializer.js");
    expect(initializer.text).toContain("persistAuthorization");
    expect((await ask(bourse, "GET", "/docs/json")).body).toStrictEqual(bourse.document);
  });

  it("can sign in and trade: what it sends by the document works", async () => {
    bourse.market.set("AAPL", "112.00");
    const { username } = await open(bourse);
    const exampleOf = (path: string): Record<string, unknown> => {
      const paths = bourse.document["paths"] as Record<string, { post: { requestBody: { content: Bodies } } }>;
      return paths[path]?.post.requestBody.content["application/json"].example ?? {};
    };
    const session = await ask(bourse, "POST", "/v1/sessions", { body: { ...exampleOf("/v1/sessions"), username } });
    const headers = { authorization: `Bearer ${String(session.body["token"])}` };
    for (const path of ["/v1/accounts/{id}/cash-transactions", "/v1/accounts/{id}/trades"]) {
      const answer = await ask(bourse, "POST", path.replace("{id}", "me"), { body: exampleOf(path), headers });
      expect(answer.status, answer.text).toBe(201);
    }
  });
});

type Bodies = { readonly "application/json": { readonly example: Record<string, unknown> } };
