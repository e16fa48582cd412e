import { Writable } from "node:stream";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createLogger } from "../src/logger.ts";
import { ask, type Answer } from "./support/people.ts";
import { testServer, type TestServer } from "./support/server.ts";

let bourse: TestServer;
const written: string[] = [];

beforeAll(async () => {
  const destination = new Writable({
    write(chunk: Buffer, _encoding, done) {
      written.push(...chunk.toString().split("\n").filter(Boolean));
      done();
    },
  });
  bourse = await testServer({ logger: createLogger("info", destination) });
});

afterAll(() => bourse.close());

const OURS = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const idOf = ({ headers }: Answer): string => String(headers["x-request-id"]);
const logged = (id: string) => written.some((line) => (JSON.parse(line) as { reqId?: string }).reqId === id);

it.each(["/healthcheck", "/v1/accounts/me", "/nowhere", "/openapi.json", "/%zz"])(
  "the answer to %s has an id of its own",
  async (url) => {
    const ids = [idOf(await ask(bourse, "GET", url)), idOf(await ask(bourse, "GET", url))];
    expect(new Set(ids).size).toBe(2);
    for (const id of ids) expect(id).toMatch(OURS);
  },
);

it("and the log has the same one", async () => {
  const id = idOf(await ask(bourse, "GET", "/v1/accounts/me"));
  expect(logged(id)).toBe(true);
});

it("takes a caller's own", async () => {
  const given = "order-4711.b_2";
  const answer = await ask(bourse, "GET", "/v1/accounts/me", { headers: { "x-request-id": given } });
  expect([idOf(answer), logged(given)]).toStrictEqual([given, true]);
});

it.each(["", "a b", 'a","level":"fatal', "x".repeat(65), "é", "../..", "a,b"])(
  "but not %j, which could pass for something else",
  async (given) => {
    const answer = await ask(bourse, "GET", "/v1/accounts/me", { headers: { "x-request-id": given } });
    expect(idOf(answer)).toMatch(OURS);
    expect(logged(given)).toBe(false);
  },
);
