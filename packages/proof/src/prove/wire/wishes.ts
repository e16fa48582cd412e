import { uglyString } from "@bourse/testkit";
import type { Json, Operation } from "@bourse/testkit/open-api";
import * as fc from "fast-check";
import type { Caller } from "./callers.ts";
import { ODD_HEADERS, ODD_JSON, ODD_KEYS, ODD_METHODS, ODD_QUERIES, ODD_TARGETS, ODD_TYPES } from "./oddities.ts";
import { goodObject, goodValue, oddText, oddValue, type Known } from "./values.ts";

/** A request that is to be sent. */
export type Wish = {
  /** What it was derived from. */
  readonly operation: Operation;
  /** What is odd about it. */
  readonly what: string;
  readonly method: string;
  readonly target: string;
  readonly caller: Caller;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Each character is a byte. */
  readonly body: string | null;
  /** Whether the router may find nothing there, whatever the document says of the operation. */
  readonly isAstray: boolean;
};

type Parameter = {
  readonly in: string;
  readonly name: string;
  readonly required?: boolean;
  readonly schema: Json;
  readonly example?: unknown;
};

type Parts = {
  readonly path: Readonly<Record<string, unknown>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly key: string | null;
  readonly body: Json | null;
};

/** One of these in so many has a password that is looked at, which takes half a second of a core. */
const PASSWORDS_SPARED = 30;
const JSON_TYPE: Wish["headers"] = [["Content-Type", "application/json"]];

/** Any request for an operation: as its schemas ask, or odd in one way. */
export function anyWish(operation: Operation, known: Known, good: Caller, odd: readonly Caller[]): fc.Arbitrary<Wish> {
  const body = bodySchema(operation);
  const parts = goodParts(operation, known);
  const names = Object.keys((body?.["properties"] ?? {}) as Json);
  const wish = (what: string, given: Parts, changed: Partial<Wish> = {}): Wish => ({
    ...wishOf(operation, given, good),
    what,
    ...changed,
  });
  const odds = (what: string, arbitrary: fc.Arbitrary<Partial<Wish>>) =>
    fc.tuple(parts, arbitrary).map(([given, changed]) => wish(what, given, changed));
  const target = (given: Parts, change: (target: string) => string): Partial<Wish> => ({
    target: change(targetOf(operation.path, given)),
    isAstray: true,
  });
  const kinds = [
    { weight: 5, arbitrary: parts.map((given) => wish("as asked", given)) },
    {
      weight: 2,
      arbitrary: odds(
        "an odd caller",
        fc.constantFrom(...odd).map((caller) => ({ caller })),
      ),
    },
    {
      weight: 1,
      arbitrary: odds(
        "odd headers",
        ODD_HEADERS.map((more) => ({ headers: [...JSON_TYPE, ...more] })),
      ),
    },
    {
      weight: 1,
      arbitrary: odds(
        "an odd key",
        ODD_KEYS.map((more) => ({ headers: [...JSON_TYPE, ...more] })),
      ),
    },
    {
      weight: 1,
      arbitrary: odds(
        "an odd method",
        ODD_METHODS.map((method) => ({ method, isAstray: true })),
      ),
    },
    {
      weight: 1,
      arbitrary: odds(
        "any body",
        ODD_JSON.map((raw) => ({ body: raw, headers: JSON_TYPE })),
      ),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(parts, ODD_TARGETS).map(([given, to]) => wish("an odd path", given, target(given, to))),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(parts, ODD_QUERIES)
        .map(([given, query]) =>
          wish("an odd query", given, { target: `${targetOf(operation.path, { ...given, query: {} })}?${query}` }),
        ),
    },
    {
      weight: 2,
      arbitrary: oddParameters(operation, parts).map((given) => wish("an odd parameter", given, { isAstray: true })),
    },
    ...(names.length > 0
      ? [
          {
            weight: 1,
            arbitrary: odds(
              "an odd type",
              ODD_TYPES.map((headers) => ({ headers })),
            ),
          },
          {
            weight: hasPassword(body) ? 1 : 5,
            arbitrary: fc
              .tuple(parts, fc.constantFrom(...names), oddValue())
              .map(([given, name, value]) =>
                wish("an odd field", { ...given, body: { ...given.body, [name]: value } }),
              ),
          },
          {
            weight: 1,
            arbitrary: fc
              .tuple(parts, fc.subarray(names))
              .map(([given, kept]) => wish("fields left out", { ...given, body: only(given.body, kept) })),
          },
          {
            weight: 1,
            arbitrary: fc
              .tuple(parts, uglyString(), oddValue())
              .map(([given, name, value]) =>
                wish("a field too many", { ...given, body: { ...given.body, [name]: value } }),
              ),
          },
        ]
      : []),
  ];
  return fc.oneof(...kinds);
}

function hasPassword(schema: Json | null): boolean {
  return JSON.stringify(schema).includes('"format":"password"');
}

function bodySchema({ operation }: Operation): Json | null {
  const asked = operation["requestBody"] as { content: Record<string, { schema: Json }> } | undefined;
  return asked?.content["application/json"]?.schema ?? null;
}

function parametersOf({ operation }: Operation, where: string): readonly Parameter[] {
  return ((operation["parameters"] ?? []) as Parameter[]).filter((each) => each.in === where);
}

function goodParts(operation: Operation, known: Known): fc.Arbitrary<Parts> {
  const record = (where: string) => {
    const all = parametersOf(operation, where);
    const values = Object.fromEntries(all.map((each) => [each.name, goodParameter(each, known)]));
    return fc.record(values, { requiredKeys: all.filter((each) => each.required).map((each) => each.name) });
  };
  const takesKey = parametersOf(operation, "header").some(({ name }) => name === "idempotency-key");
  const key = takesKey ? fc.option(fc.stringMatching(/^[!-~]{1,40}$/)) : fc.constant(null);
  return fc.record({ path: record("path"), query: record("query"), key, body: goodBody(operation, known) });
}

function goodParameter({ name, schema, example }: Parameter, known: Known): fc.Arbitrary<unknown> {
  const value = goodValue(name, schema, known);
  return example === undefined ? value : fc.oneof(fc.constant(example), value);
}

/** Where a password is asked for, most bodies lack a field, so that most are refused before it is looked at. */
function goodBody(operation: Operation, known: Known): fc.Arbitrary<Json | null> {
  const schema = bodySchema(operation);
  if (schema === null) return fc.constant(null);
  const [good, required] = [goodObject(schema, known), (schema["required"] ?? []) as string[]];
  if (!hasPassword(schema)) return good;
  const lacking = good.map((body) =>
    only(
      body,
      Object.keys(body).filter((name) => name !== required.at(-1)),
    ),
  );
  return fc.oneof({ weight: 1, arbitrary: good }, { weight: PASSWORDS_SPARED, arbitrary: lacking });
}

function oddParameters(operation: Operation, parts: fc.Arbitrary<Parts>): fc.Arbitrary<Parts> {
  const places = (["path", "query"] as const).flatMap((where) =>
    parametersOf(operation, where).map(({ name }) => ({ where, name })),
  );
  if (places.length === 0) return parts;
  return fc
    .tuple(parts, fc.constantFrom(...places), oddText())
    .map(([given, { where, name }, text]) => ({ ...given, [where]: { ...given[where], [name]: text } }));
}

function only(body: Json | null, names: readonly string[]): Json {
  return Object.fromEntries(Object.entries(body ?? {}).filter(([name]) => names.includes(name)));
}

function wishOf(operation: Operation, parts: Parts, caller: Caller): Omit<Wish, "what"> {
  const { body, key } = parts;
  return {
    operation,
    method: operation.method.toUpperCase(),
    target: targetOf(operation.path, parts),
    caller,
    headers: [...(body === null ? [] : JSON_TYPE), ...(key === null ? [] : [["Idempotency-Key", key] as const])],
    body: body === null ? null : Buffer.from(JSON.stringify(body)).toString("latin1"),
    isAstray: false,
  };
}

function targetOf(template: string, { path, query }: Pick<Parts, "path" | "query">): string {
  const text = (value: unknown): string => encodeURIComponent(String(value).toWellFormed());
  const filled = template.replaceAll(/\{(\w+)\}/g, (_, name: string) => text(path[name]));
  const asked = Object.entries(query).map(([name, value]) => `${name}=${text(value)}`);
  return asked.length === 0 ? filled : `${filled}?${asked.join("&")}`;
}
