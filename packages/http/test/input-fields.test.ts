import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BAD_VALUES } from "./support/bad-values.ts";
import { BODY_ROUTES, bodyWith } from "./support/body-routes.ts";
import { operationsOf } from "@bourse/testkit/open-api";
import { open, OPERATOR, snapshot, type Person } from "./support/people.ts";
import { expectRefused, problemIn } from "./support/problems.ts";
import { testServer, type TestServer } from "./support/server.ts";

let bourse: TestServer;
let person: Person;

beforeAll(async () => {
  bourse = await testServer();
  bourse.market.set("AAPL", "112.00");
  person = await open(bourse, OPERATOR);
  await person.topUp("10000.00");
  await person.trade("BUY", "AAPL", 10);
});

afterAll(() => bourse.close());

const JSON_TYPE = { "content-type": "application/json" };

it("the routes tried here are all those that read a body", () => {
  const readers = operationsOf(bourse.document)
    .filter(({ operation }) => operation["requestBody"] !== undefined)
    .map(({ method, path }) => `${method.toUpperCase()} ${path.replace("{id}", "me")}`);
  expect(BODY_ROUTES.map(({ method, path }) => `${method} ${path}`).toSorted()).toStrictEqual(readers.toSorted());
});

describe.each(BODY_ROUTES)("$method $path", ({ method, path, at, good, fields, optional = [] }) => {
  const send = (raw: string) => person.ask(method, path, { raw, headers: JSON_TYPE });

  it.each(Object.entries(fields))("refuses every bad %s by name, and changes nothing", async (field, kind) => {
    const before = await snapshot(person);
    for (const value of BAD_VALUES[kind]) {
      const what = `${field}: ${value.slice(0, 60)}`;
      expectRefused(await send(bodyWith(good(person), field, value)), field, what);
    }
    expect(await snapshot(person)).toStrictEqual(before);
  });

  it("names each field that is missing", async () => {
    const before = await snapshot(person);
    for (const field of Object.keys(fields).filter((name) => !optional.includes(name))) {
      const { [field]: _, ...rest } = good(person);
      const answer = await send(JSON.stringify(rest));
      expectRefused(answer, field, `without ${field}`);
      expect(problemIn(answer, field).errors.map(({ rule }) => rule)).toStrictEqual(["required"]);
    }
    expect(await snapshot(person)).toStrictEqual(before);
  });

  it.each([
    "surprise",
    "accountId",
    "price",
    "constructor",
    "hasOwnProperty",
    "isPrototypeOf",
    "toString",
    "valueOf",
    "__defineGetter__",
    "$&",
    "a/b~c",
    "",
  ])("refuses the unknown field %j by name", async (field) => {
    const before = await snapshot(person);
    const answer = await send(bodyWith(good(person), field, "1"));
    expectRefused(answer, field === "" ? "body" : field, `unknown ${field}`);
    expect(problemIn(answer, field).errors.map(({ rule }) => rule)).toContain("known-field");
    expect(await snapshot(person)).toStrictEqual(before);
  });

  it("and accepts what is good", async () => {
    const url = (await at?.(bourse)) ?? path;
    expect((await person.ask(method, url, { body: good(person) })).status).toBeLessThan(300);
    if (path.endsWith("/me") && method === "PATCH")
      await person.ask("PATCH", path, { body: { username: person.username } });
  });
});
