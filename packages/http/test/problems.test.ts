import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PROBLEMS, problemOf } from "../src/problem.ts";
import type { Failure } from "../src/problems/failure.ts";
import type { Json } from "./support/document.ts";
import { testServer, type TestServer } from "./support/server.ts";

let bourse: TestServer;

beforeAll(async () => {
  bourse = await testServer();
});

afterAll(() => bourse.close());

const KINDS = Object.entries(PROBLEMS);
type Components = { readonly schemas: Record<string, Json>; readonly examples: Record<string, Json> };

it("every code is there once, and never changes its form", () => {
  const codes = KINDS.map(([, { code }]) => code);
  expect(new Set(codes).size).toBe(codes.length);
  for (const code of codes) expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
});

describe.each(KINDS)("%s", (kind, { status, code, title, means, remedy, facts, example }) => {
  it("says in sentences what it is, what it means and what to do", () => {
    for (const sentence of [title, means, remedy]) expect(sentence).toMatch(/^[A-Z`].{10,}\.$/);
    expect([status >= 400, status < 600]).toStrictEqual([true, true]);
  });

  it("stands in the document as it is answered, with its facts and no others", () => {
    const { schemas, examples } = bourse.document["components"] as Components;
    const schema = schemas[`${kind}Problem`] ?? {};
    expect(schema["description"]).toBe(`${means} ${remedy}`);
    const [, own] = schema["allOf"] as [Json, { properties: Record<string, Json> }];
    expect(own.properties["code"]).toMatchObject({ const: code });
    expect(own.properties["status"]).toMatchObject({ const: status });
    const answered = problemOf({ kind, ...example } as Failure);
    expect(examples[code]?.["value"]).toStrictEqual(answered);
    const common = new Set(["type", "title", "status", "code", "detail", "errors"]);
    const told = Object.keys(answered).filter((name) => !common.has(name));
    expect(told.toSorted()).toStrictEqual(Object.keys(facts).toSorted());
  });
});
