import { uglyString } from "@bourse/testkit";
import type { Json } from "@bourse/testkit/open-api";
import * as fc from "fast-check";

/** What the values of a format are made of, where its name alone says what is good. */
const GOOD: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  date: fc.constantFrom("1990-05-17", "2000-02-29", "2026-11-20"),
  decimal: fc.integer({ min: 1, max: 99_999 }).map((cents) => (cents / 100).toFixed(2)),
  // Some are taken before long, which is told too.
  email: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 2000 })).map((number) => `person-${number}@example.com`),
  password: fc.constant("correct horse battery"),
  ticker: fc.constantFrom("AAPL", "MSFT", "IBM", "brk-b", "BRK.B", "ZZZZ"),
};

/** Good by its schema: an example of it, or what else its format, its bounds or its choices allow. */
export function goodValue(name: string, schema: Json, known: Known): fc.Arbitrary<unknown> {
  const { enum: choices, type, format, examples } = schema;
  if (Array.isArray(choices)) return fc.constantFrom(...(choices as unknown[]));
  if (Array.isArray(type))
    return fc.oneof(...type.map((each: unknown) => goodValue(name, { ...schema, type: each }, known)));
  if (name in known) return fc.constantFrom(...(known[name] ?? []));
  if (typeof format === "string" && format in GOOD) return GOOD[format] ?? fc.constant("");
  switch (type) {
    case "object":
      return goodObject(schema, known);
    case "integer":
      return fc.oneof(
        fc.integer({ min: Number(schema["minimum"] ?? 1), max: 9 }),
        fc.constant(schema["maximum"] ?? 200),
      );
    case "boolean":
      return fc.boolean();
    case "null":
      return fc.constant(null);
    case "string":
      return fc.oneof(
        fc.stringMatching(/^[a-z][a-z0-9]{3,12}$/),
        ...(Array.isArray(examples) ? [fc.constantFrom(...(examples as unknown[]))] : []),
      );
    default:
      throw new Error(`say how to make a value of ${name}: ${JSON.stringify(schema)}`);
  }
}

/** The values of names that mean somebody or something in particular, such as an account's id. */
export type Known = Readonly<Record<string, readonly unknown[]>>;

/** An object as its schema asks; `whole` has all that it may have. */
export function goodObject(schema: Json, known: Known, how: "any" | "whole" = "any"): fc.Arbitrary<Json> {
  const properties = Object.entries((schema["properties"] ?? {}) as Record<string, Json>);
  const values = Object.fromEntries(properties.map(([name, each]) => [name, goodValue(name, each, known)]));
  return fc.record(values, {
    requiredKeys: how === "whole" ? Object.keys(values) : ((schema["required"] ?? []) as string[]),
  });
}

/** Of every type, and of each what has broken programs before. */
export function oddValue(): fc.Arbitrary<unknown> {
  return fc.oneof(
    uglyString(),
    fc.constantFrom<unknown>(null, true, false, 0, -0, -1, 1.5, 1e300, 2 ** 53, "", "5", [], {}, ["5"], { a: 1 }),
    fc.constantFrom("x".repeat(300), "9".repeat(5000), "\u{1F4A5}".repeat(3000), "1990-02-30", "-1.00", "0.001"),
  );
}

/** Text for a path or a query. */
export function oddText(): fc.Arbitrary<string> {
  return fc.oneof(
    uglyString(),
    fc.constantFrom("", ".", "..", "me", "0", "-1", "1e3", "9007199254740993", "2026-13-01", "a/b", "x".repeat(101)),
    fc.constantFrom("current", "null", "true", "AAPL", "MTI", "1", "x".repeat(3000)),
  );
}
