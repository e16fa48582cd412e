import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ask, open, snapshot, type Person } from "./support/people.ts";
import { problemIn } from "./support/problems.ts";
import { testServer, type TestServer } from "./support/server.ts";
import { rawSocket } from "./support/sockets.ts";

let bourse: TestServer;
let person: Person;

beforeAll(async () => {
  bourse = await testServer();
  person = await open(bourse);
});

afterAll(() => bourse.close());

const KIB = 1024;
const nested = (begin: string, end: string, depth: number, inside = ""): string =>
  begin.repeat(depth) + inside + end.repeat(depth);

/** What fits in 64 KiB, and is deeper than a parser's stack may be. */
const DEEP: Readonly<Record<string, string>> = {
  "30 000 arrays": nested("[", "]", 30_000),
  "60 000 arrays that are never closed": "[".repeat(60_000),
  "9000 objects": nested('{"a":', "}", 9000, "1"),
  "10 000 objects that are never closed": '{"a":'.repeat(10_000),
  "arrays in a field that there is": `{"username":${nested("[", "]", 20_000)},"password":"x"}`,
  "4000 objects named __proto__": nested('{"__proto__":', "}", 4000, "1"),
};

describe("too much of a body", () => {
  it.each(Object.entries(DEEP))("is refused however deep it is: %s", async (what, raw) => {
    expect(Buffer.byteLength(raw)).toBeLessThan(64 * KIB);
    const headers = { "content-type": "application/json" };
    const answer = await ask(bourse, "POST", "/v1/sessions", { raw, headers });
    expect([answer.status, problemIn(answer, what).code]).toStrictEqual([400, "invalid-json"]);
    const order = await person.ask("POST", "/v1/accounts/me/trades", { raw, headers });
    expect([order.status, problemIn(order, what).code]).toStrictEqual([400, "invalid-json"]);
  });

  it.each([
    ["65 KiB", " ".repeat(65 * KIB)],
    ["a byte more than 64 KiB", " ".repeat(64 * KIB + 1)],
    ["JSON that is 100 000 deep", nested("[", "]", 100_000)],
    ["50 MB", Buffer.alloc(50_000_000, "[")],
  ] as const)("is refused however long it is: %s", async (what, raw) => {
    const before = await snapshot(person);
    const headers = { "content-type": "application/json" };
    const answer = await person.ask("POST", "/v1/accounts/me/trades", { raw, headers });
    expect([answer.status, problemIn(answer, what).code]).toStrictEqual([413, "body-too-large"]);
    expect(await snapshot(person)).toStrictEqual(before);
  });
});

describe("too much of a head", () => {
  it.each([
    ["a header of 17 KB", `X: ${"x".repeat(17_000)}`],
    ["17 KB in many headers", Array.from({ length: 170 }, (_, index) => `X-${index}: ${"x".repeat(94)}`).join("\r\n")],
    ["a cookie of 17 KB", `Cookie: bourse_session=${"x".repeat(17_000)}`],
  ])("is refused: %s", async (_, header) => {
    const answer = rawSocket(await bourse.listen(), `GET /v1/accounts/me HTTP/1.1\r\nHost: x\r\n${header}\r\n\r\n`);
    expect(await (await answer).closed).toMatch(/^HTTP\/1\.1 431 /);
  });

  it("and 15 KB is read", async () => {
    const request = `GET /healthcheck HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX: ${"x".repeat(15_000)}\r\n\r\n`;
    expect(await (await rawSocket(await bourse.listen(), request)).closed).toMatch(/^HTTP\/1\.1 200 /);
  });
});

describe("too little of a head", () => {
  it("is a problem that says what is missing: no Host", async () => {
    const request = "GET /healthcheck HTTP/1.1\r\nConnection: close\r\n\r\n";
    const answer = await (await rawSocket(await bourse.listen(), request)).closed;
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toMatch(/content-type: application\/problem\+json/i);
    const problem: unknown = JSON.parse(answer.split("\r\n\r\n")[1] ?? "");
    expect(problem).toMatchObject({ status: 400, code: "bad-request", errors: [{ field: "Host", rule: "required" }] });
  });

  it("is enough for HTTP/1.0, which knows no Host", async () => {
    const answer = await rawSocket(await bourse.listen(), "GET /healthcheck HTTP/1.0\r\n\r\n");
    expect(await answer.closed).toMatch(/^HTTP\/1\.1 200 /);
  });
});
