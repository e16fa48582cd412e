import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BODY_ROUTES, bodyWith } from "./support/body-routes.ts";
import { open, OPERATOR, snapshot, type Answer, type Person } from "./support/people.ts";
import { expectRefused, problemIn } from "./support/problems.ts";
import { testServer, type TestServer } from "./support/server.ts";

let bourse: TestServer;
let person: Person;

beforeAll(async () => {
  bourse = await testServer();
  bourse.market.set("AAPL", "112.00");
  person = await open(bourse, OPERATOR);
  await person.topUp("10000.00");
});

afterAll(() => bourse.close());

const NOT_JSON: Readonly<Record<string, string | Buffer>> = {
  empty: "",
  "white space": " \r\n\t",
  truncated: '{"a":',
  "a trailing comma": '{"a":1,}',
  "trailing garbage": "{} x",
  "two values": "{}{}",
  "a line comment": "{} // so",
  "a block comment": "{/* so */}",
  NaN: '{"a":NaN}',
  Infinity: '{"a":-Infinity}',
  "single quotes": "{'a':1}",
  "a bare key": "{a:1}",
  "a leading zero": '{"a":01}',
  hexadecimal: '{"a":0x10}',
  "a leading plus": '{"a":+1}',
  "a raw control character": '{"a":"\u0001"}',
  "a byte order mark": "\uFEFF{}",
  "UTF-16": Buffer.from("\uFEFF{}", "utf16le"),
  "a form": "symbol=AAPL&quantity=1",
  "invalid UTF-8": Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]),
  "overlong UTF-8": Buffer.from([0x7b, 0x22, 0xc0, 0xaf, 0x22, 0x3a, 0x31, 0x7d]),
  "a surrogate in UTF-8": Buffer.from([0x7b, 0x22, 0xed, 0xa0, 0x80, 0x22, 0x3a, 0x31, 0x7d]),
  "cut UTF-8": Buffer.from([0x7b, 0x22, 0xf0, 0x9f, 0x98, 0x22, 0x3a, 0x31, 0x7d]),
  "deep arrays": "[".repeat(17) + "]".repeat(17),
  "very deep arrays": "[".repeat(30_000) + "]".repeat(30_000),
  "very deep objects": '{"a":'.repeat(8000) + "1" + "}".repeat(8000),
  __proto__: '{"__proto__":{"quantity":1}}',
  "an escaped __proto__": '{"__pr\\u006fto__":{"quantity":1}}',
  "a nested __proto__": '{"a":{"__proto__":null}}',
  "constructor.prototype": '{"constructor":{"prototype":{"quantity":1}}}',
};

const NO_OBJECT = ["null", "true", '"5"', "[7]", "[]", "[{}]", "1.5", "0", "-1", "1e400", "9007199254740992"];

const OTHER_TYPES = [
  "text/plain",
  "application/x-www-form-urlencoded",
  "multipart/form-data; boundary=x",
  "application/xml",
  "application/jsonx",
  "application/json-patch+json",
  "json",
  "*/*",
];

describe.each(BODY_ROUTES)("$method $path", ({ method, path, at, good, fields }) => {
  const send = (raw: string | Buffer, type: string | null = "application/json", url = path): Promise<Answer> =>
    person.ask(method, url, { raw, ...(type !== null && { headers: { "content-type": type } }) });

  it("refuses what is no JSON, or means nothing or two things, and changes nothing", async () => {
    const before = await snapshot(person);
    for (const [what, raw] of Object.entries(NOT_JSON)) {
      const answer = await send(raw);
      expectRefused(answer, "body", what);
      expect(problemIn(answer, what).code, what).toBe("invalid-json");
    }
    expect(await snapshot(person)).toStrictEqual(before);
  });

  it("refuses JSON that is no object, and changes nothing", async () => {
    const before = await snapshot(person);
    for (const raw of NO_OBJECT) expectRefused(await send(raw), "body", raw);
    expect(await snapshot(person)).toStrictEqual(before);
  });

  it.each(Object.keys(fields))("refuses %s twice, even when equal, and changes nothing", async (field) => {
    const before = await snapshot(person);
    const body = good(person);
    const [value, name] = [JSON.stringify(body[field]), JSON.stringify(field)];
    const twice = (first: string, second: string): string => `${JSON.stringify(body).slice(0, -1)},${first}:${second}}`;
    const escaped = `"\\u${field.charCodeAt(0).toString(16).padStart(4, "0")}${field.slice(1)}"`;
    for (const raw of [twice(name, value), twice(name, "null"), twice(name, "2"), twice(escaped, value)]) {
      const answer = await send(raw);
      expectRefused(answer, field, raw);
      expect(problemIn(answer, raw)).toMatchObject({ code: "invalid-json", errors: [{ rule: "unique-key" }] });
    }
    const nested = bodyWith(body, field, '[{"x":1,"y":[{"x":2,"x":2}]}]');
    expectRefused(await send(nested), "x", nested);
    expect(await snapshot(person)).toStrictEqual(before);
  });

  it("refuses a body of 65 KiB, and changes nothing", async () => {
    const before = await snapshot(person);
    const raw = JSON.stringify(good(person)).padEnd(65 * 1024);
    const answer = await send(raw);
    expect([answer.status, problemIn(answer, "65 KiB").code]).toStrictEqual([413, "body-too-large"]);
    expectRefused(answer, "body", "65 KiB");
    expect(await snapshot(person)).toStrictEqual(before);
  });

  it("refuses a body of another type or of none, and changes nothing", async () => {
    const before = await snapshot(person);
    for (const type of [...OTHER_TYPES, null]) {
      const answer = await send(JSON.stringify(good(person)), type);
      expect([answer.status, problemIn(answer, String(type)).code], String(type)).toStrictEqual([
        415,
        "unsupported-media-type",
      ]);
      expectRefused(answer, "Content-Type", String(type));
    }
    expectRefused(await send("", null), "body", "neither a body nor a type");
    const utf16 = await send(JSON.stringify(good(person)), "application/json; charset=utf-16");
    expectRefused(utf16, "Content-Type", "UTF-16");
    expect(await snapshot(person)).toStrictEqual(before);
  });

  it("reads 64 KiB, and any charset that is UTF-8", async () => {
    const raw = JSON.stringify(good(person)).padEnd(64 * 1024);
    const answer = await send(raw, "application/json; charset=utf-8", await at?.(bourse));
    expect(answer.status).toBeLessThan(300);
    if (method === "PATCH") await person.ask(method, path, { body: { username: person.username } });
  });
});

describe("a body where none is asked for", () => {
  it.each([
    ["POST", "/logout"],
    ["DELETE", "/v1/sessions/current"],
    ["DELETE", "/v1/accounts/me"],
    ["DELETE", "/users/me"],
  ] as const)("is refused as any other at %s %s, unless it is nothing", async (method, path) => {
    const leaving = await open(bourse);
    const send = (raw: string, type: string) => leaving.ask(method, path, { raw, headers: { "content-type": type } });
    expectRefused(await send("{", "application/json"), "body", "no JSON");
    expectRefused(await send("x", "text/plain"), "Content-Type", "a text");
    expectRefused(await send(" ".repeat(65 * 1024), "application/json"), "body", "65 KiB");
    expect((await leaving.ask("GET", "/v1/accounts/me")).status).toBe(200);
    expect((await send("", "application/json")).status).toBe(204);
  });
});
