import { createConfig, lintFromString } from "@redocly/openapi-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PROBLEM_JSON } from "../src/errors.ts";
import { operationsOf, pointerOf, schemasOf, type Json, type Operation } from "@bourse/testkit/open-api";
import { ask, type Answer } from "./support/people.ts";
import { CODES } from "./support/problems.ts";
import { testServer, type TestServer } from "./support/server.ts";

let bourse: TestServer;
let served: Answer;
let operations: readonly Operation[];

beforeAll(async () => {
  bourse = await testServer();
  served = await ask(bourse, "GET", "/openapi.json");
  operations = operationsOf(served.body);
});

afterAll(() => bourse.close());

/** Each answer of each operation, by its status. */
function answersOf({ operation }: Pick<Operation, "operation">): [status: string, answer: Json][] {
  return Object.entries(operation["responses"] as Json).map(([status, answer]) => [status, answer as Json]);
}

/** Each body that is sent or answered, and where in the document it stands. */
function bodiesOf(each: Operation): { where: string[]; media: string; body: Json }[] {
  const at = ["paths", each.path, each.method];
  const places: [string[], Json][] = answersOf(each).map(([status, answer]) => [[...at, "responses", status], answer]);
  if (each.operation["requestBody"] !== undefined) {
    places.push([[...at, "requestBody"], each.operation["requestBody"] as Json]);
  }
  return places.flatMap(([where, message]) =>
    Object.entries((message["content"] ?? {}) as Json).map(([media, body]) => ({
      where: [...where, "content", media],
      media,
      body: body as Json,
    })),
  );
}

/** The examples that stand under names, most of them by a reference to the document's own. */
function namedExamples(body: Json): [name: string, value: unknown][] {
  const { examples } = served.body["components"] as { examples: Readonly<Record<string, Json>> };
  return Object.entries((body["examples"] ?? {}) as Readonly<Record<string, Json>>).map(([name, example]) => {
    const shared = String(example["$ref"]).replace("#/components/examples/", "");
    return [name, (examples[shared] ?? example)["value"]];
  });
}

/** The codes that a problem's schema allows. */
function codesIn(schema: Json): string[] {
  const { schemas } = served.body["components"] as { schemas: Readonly<Record<string, Json>> };
  return ((schema["oneOf"] ?? [schema]) as Json[]).map((each) => {
    const problem = schemas[String(each["$ref"]).split("/").at(-1) ?? ""] ?? {};
    const [, own] = problem["allOf"] as [Json, { properties: Json }];
    return String((own.properties["code"] as Json)["const"]);
  });
}

function examplesOf(body: Json): unknown[] {
  const named = namedExamples(body).map(([, value]) => value);
  return "example" in body ? [...named, body["example"]] : named;
}

describe("the OpenAPI document", () => {
  it("is version 3.1, and lints without an error or a warning", async () => {
    expect([served.status, served.headers["content-type"]]).toStrictEqual([200, "application/json; charset=utf-8"]);
    expect(served.body["openapi"]).toMatch(/^3\.1\.\d+$/);
    // No licence has been chosen, and the document must not claim one.
    const config = await createConfig({ extends: ["recommended"], rules: { "info-license": "off" } });
    const problems = await lintFromString({ source: served.text, absoluteRef: "/openapi.json", config });
    const told = problems.map(({ ruleId, severity, message, location }) => {
      return `${severity} ${ruleId}: ${message} ${location[0]?.pointer ?? ""}`;
    });
    expect(told).toStrictEqual([]);
  });

  it("tells of every route, each with an id of its own, a summary, a description and a tag that is described", () => {
    expect(operations.length).toBeGreaterThan(35);
    const ids = operations.map(({ operation }) => operation["operationId"]);
    // Some generators make a file of each, where case may make no difference.
    expect(new Set(ids.map((id) => String(id).toLowerCase())).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[a-z]+([A-Z][a-z]+)*$/);
    const tags = (served.body["tags"] as Json[]).map(({ name }) => name);
    for (const { path, method, operation } of operations) {
      const what = `${method} ${path}`;
      for (const text of ["operationId", "summary", "description"]) {
        expect(operation[text], `${what} ${text}`).toMatch(/\S{2}/);
      }
      expect(operation["tags"], what).toHaveLength(1);
      expect(tags, what).toContain((operation["tags"] as unknown[])[0]);
      for (const parameter of (operation["parameters"] ?? []) as Json[]) {
        expect(parameter["description"], `${what} ${String(parameter["name"])}`).toMatch(/\S/);
      }
      for (const [status, { description }] of answersOf({ operation })) {
        expect(description, `${what} ${status}`).toMatch(/\S{2}/);
      }
    }
  });

  it("has an example on every body, each as its own schema asks", () => {
    const compile = schemasOf(served.body);
    for (const each of operations) {
      for (const { where, body } of bodiesOf(each)) {
        const examples = examplesOf(body);
        expect(examples.length, where.join(" ")).toBeGreaterThan(0);
        const validate = compile(pointerOf(...where, "schema"));
        for (const example of examples) {
          const valid = validate(example);
          expect(validate.errors ?? [], `${where.join(" ")} ${JSON.stringify(example)}`).toStrictEqual([]);
          expect(valid).toBe(true);
        }
      }
    }
  });

  it("tells of a 4xx and a 5xx for every route, as problems with codes that there are", () => {
    for (const each of operations) {
      const what = `${each.method} ${each.path}`;
      const statuses = answersOf(each).map(([status]) => status);
      expect(statuses, what).toContainEqual(expect.stringMatching(/^2/));
      const problems = bodiesOf(each).filter(({ media }) => media === PROBLEM_JSON);
      expect(
        problems.some(({ where }) => where[4] === "500"),
        what,
      ).toBe(true);
      expect(
        problems.some(({ where }) => where[4]?.startsWith("4")),
        what,
      ).toBe(true);
      for (const { where, body } of problems) {
        const examples = namedExamples(body);
        for (const [code, value] of examples) {
          expect(CODES.has(code), `${what} ${code}`).toBe(true);
          expect(value, what).toMatchObject({ code, status: Number(where[4]) });
        }
        expect(codesIn(body["schema"] as Json)).toStrictEqual(examples.map(([code]) => code));
      }
    }
    const told = operations.flatMap((each) =>
      bodiesOf(each).flatMap(({ media, body }) =>
        media === PROBLEM_JSON ? Object.keys((body["examples"] ?? {}) as Json) : [],
      ),
    );
    // An unknown path has no route to be told under.
    expect([...new Set([...told, "route-not-found"])].toSorted()).toStrictEqual([...CODES].toSorted());
  });

  it("answers every error as a problem, but for the health's own", () => {
    for (const each of operations) {
      for (const { where, media } of bodiesOf(each)) {
        const status = where[4] ?? "";
        const isError = where[3] === "responses" && /^[45]/.test(status);
        const success = each.path === "/metrics" ? "text/plain" : "application/json";
        const expected = isError && !(each.path === "/healthcheck" && status === "503") ? PROBLEM_JSON : success;
        expect(media, where.join(" ")).toBe(expected);
      }
    }
  });

  it("asks for a session wherever the server does, by bearer or by cookie", () => {
    const schemes = (served.body["components"] as Json)["securitySchemes"] as Json;
    expect(schemes).toMatchObject({
      bearer: { type: "http", scheme: "bearer", bearerFormat: "JWT" },
      cookie: { type: "apiKey", in: "cookie", name: "bourse_session" },
    });
    for (const each of operations) {
      const asks = answersOf(each).some(([status, { content }]) => {
        const problem = ((content ?? {}) as Json)[PROBLEM_JSON] as Json | undefined;
        return status === "401" && Object.hasOwn(problem?.["examples"] ?? {}, "not-signed-in");
      });
      expect(each.operation["security"], `${each.method} ${each.path}`).toStrictEqual(
        asks ? [{ bearer: [] }, { cookie: [] }] : [],
      );
    }
  });
});
