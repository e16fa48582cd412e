import type { Json, Operation } from "@bourse/testkit/open-api";
import * as fc from "fast-check";
import { goodObject, goodValue, oddText, type Known } from "./values.ts";

/** What a request for an operation is made of, beside who asks. */
export type Parts = {
  readonly path: Readonly<Record<string, unknown>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly key: string | null;
  readonly body: Json | null;
};

type Parameter = {
  readonly in: string;
  readonly name: string;
  readonly required?: boolean;
  readonly schema: Json;
  readonly example?: unknown;
};

/** Where passwords are spared, one of these in so many has one that is looked at, for half a second of a core. */
const PASSWORDS_SPARED = 30;

/** Parts as the schemas ask; those that are sparing with passwords mostly lack a field, and are refused for that. */
export function goodParts(operation: Operation, known: Known, how: "sparing" | "whole"): fc.Arbitrary<Parts> {
  const record = (where: string) => {
    const all = parametersOf(operation, where);
    const values = Object.fromEntries(all.map((each) => [each.name, goodParameter(each, known)]));
    return fc.record(values, { requiredKeys: all.filter((each) => each.required).map((each) => each.name) });
  };
  const takesKey = parametersOf(operation, "header").some(({ name }) => name === "idempotency-key");
  const key = takesKey ? fc.option(fc.stringMatching(/^[!-~]{1,40}$/)) : fc.constant(null);
  const good = goodBody(operation, known, how);
  const body = how === "sparing" && hasPassword(operation) ? sparing(operation, good) : good;
  return fc.record({ path: record("path"), query: record("query"), key, body });
}

/** One parameter is odd; where there is none, nothing is. */
export function oddParameters(operation: Operation, parts: fc.Arbitrary<Parts>): fc.Arbitrary<Parts> {
  const places = (["path", "query"] as const).flatMap((where) =>
    parametersOf(operation, where).map(({ name }) => ({ where, name })),
  );
  if (places.length === 0) return parts;
  return fc
    .tuple(parts, fc.constantFrom(...places), oddText())
    .map(([given, { where, name }, text]) => ({ ...given, [where]: { ...given[where], [name]: text } }));
}

export function hasPassword(operation: Operation): boolean {
  return JSON.stringify(operation.body).includes('"format":"password"');
}

export function bodyNames(operation: Operation): readonly string[] {
  return Object.keys(operation.body?.["properties"] ?? {});
}

export function only(body: Json, names: readonly string[]): Json {
  return Object.fromEntries(Object.entries(body).filter(([name]) => names.includes(name)));
}

export function targetOf(template: string, { path, query }: Pick<Parts, "path" | "query">): string {
  const filled = template.replaceAll(/\{(\w+)\}/g, (_, name: string) => encoded(path[name]));
  const asked = Object.entries(query).map(([name, value]) => `${name}=${encoded(value)}`);
  return asked.length === 0 ? filled : `${filled}?${asked.join("&")}`;
}

function encoded(value: unknown): string {
  return encodeURIComponent(String(value).toWellFormed());
}

function parametersOf({ operation }: Operation, where: string): readonly Parameter[] {
  return ((operation["parameters"] ?? []) as Parameter[]).filter((each) => each.in === where);
}

function goodParameter({ name, schema, example }: Parameter, known: Known): fc.Arbitrary<unknown> {
  const value = goodValue(name, schema, known);
  return example === undefined ? value : fc.oneof(fc.constant(example), value);
}

function goodBody(operation: Operation, known: Known, how: "sparing" | "whole"): fc.Arbitrary<Json | null> {
  const { body } = operation;
  return body === null ? fc.constant(null) : goodObject(body, known, how === "whole" ? "whole" : "any");
}

function sparing(operation: Operation, whole: fc.Arbitrary<Json | null>): fc.Arbitrary<Json | null> {
  const needed = (operation.body?.["required"] ?? []) as string[];
  const lacking = whole.map((body) =>
    only(
      body ?? {},
      Object.keys(body ?? {}).filter((name) => name !== needed.at(-1)),
    ),
  );
  return fc.oneof({ weight: 1, arbitrary: whole }, { weight: PASSWORDS_SPARED, arbitrary: lacking });
}
