import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { mainText } from "../support/html.ts";
import { ask } from "../support/people.ts";
import { testServer, type TestServer } from "../support/server.ts";
import { newGuest } from "../support/visitor.ts";

let bourse: TestServer;
beforeAll(async () => {
  bourse = await testServer({ adapters: "fakes" });
});
afterAll(() => bourse.close());

const BY_BROWSER = { accept: "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8" };

describe("a path to nowhere", () => {
  it.each(["/nowhere", `/reset/${"x".repeat(200)}`, "/v1/nowhere"])("is a page for a browser: %s", async (url) => {
    const { status, headers, text } = await ask(bourse, "GET", url, { headers: BY_BROWSER });
    expect(status).toBe(404);
    expect(headers["content-type"]).toMatch(/^text\/html/);
    expect(mainText(text)).toContain("There is nothing here.");
  });

  it("is a page that knows who is signed in", async () => {
    const guest = await newGuest(bourse);
    const { text } = await guest.get("/nowhere", BY_BROWSER);
    expect(text).toContain(`Signed in as <strong>${guest.person.username}</strong>`);
  });

  it.each([{}, { accept: "*/*" }, { accept: "application/json" }])(
    "is a problem for other clients: %j",
    async (headers) => {
      const answer = await ask(bourse, "GET", "/nowhere", { headers });
      expect(answer.status).toBe(404);
      expect(answer.headers["content-type"]).toMatch(/^application\/problem\+json/);
    },
  );
});
