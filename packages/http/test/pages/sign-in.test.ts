import * as fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { open, PASSWORD } from "../support/people.ts";
import { testServer, type TestServer } from "../support/server.ts";
import { stranger } from "../support/visitor.ts";

const HERE = "http://bourse.example";

let bourse: TestServer;
let username: string;

beforeAll(async () => {
  bourse = await testServer();
  username = (await open(bourse)).username;
});

afterAll(() => bourse.close());

/** Where a browser is led by signing in. */
async function ledTo(next: string): Promise<URL> {
  const { status, headers } = await stranger(bourse).post("/signin", { username, password: PASSWORD, next });
  expect(status).toBe(303);
  return new URL(headers.location ?? "", HERE);
}

it.each(["/history?kind=trades&symbol=", "/quote?symbol=BRK.B", "/profile"])(
  "signing in leads on to %s",
  async (next) => {
    expect((await ledTo(next)).href).toBe(`${HERE}${next}`);
  },
);

it("failures from this machine itself, as by a proxy that is not trusted, keep nobody else out", async () => {
  for (let guess = 0; guess < 60; guess += 1) {
    const { status } = await stranger(bourse).post("/signin", { username: `guess-${guess}`, password: "wrong wrong" });
    expect(status).toBe(400);
  }
  expect((await ledTo("/profile")).href).toBe(`${HERE}/profile`);
});

it("signing in never leads to another site, whatever it is asked to lead to", async () => {
  const piece = fc.constantFrom(
    "/",
    "\\",
    ".",
    "..",
    "%2e",
    "%2F",
    "evil.example",
    "https:",
    "@",
    "?",
    "#",
    "\t",
    "\n",
  );
  const next = fc.oneof(
    fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join("")),
    fc.webUrl(),
  );
  const law = fc.asyncProperty(next, async (given) => {
    expect((await ledTo(given)).origin).toBe(HERE);
  });
  const known = ["//evil.example", "/.//evil.example", "/..//evil.example", "/%2e//evil.example", "/\\evil.example"];
  await fc.assert(law, { numRuns: 200, examples: known.map((example) => [example]) });
});
