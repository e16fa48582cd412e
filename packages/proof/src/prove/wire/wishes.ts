import { uglyString } from "@bourse/testkit";
import type { Json, Operation } from "@bourse/testkit/open-api";
import * as fc from "fast-check";
import type { Caller } from "./callers.ts";
import { ODD_HEADERS, ODD_JSON, ODD_KEYS, ODD_METHODS, ODD_QUERIES, ODD_TARGETS, ODD_TYPES } from "./oddities.ts";
import { bodyNames, goodParts, hasPassword, oddParameters, only, targetOf, type Parts } from "./parts.ts";
import { oddValue, type Known } from "./values.ts";

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

type Odd = fc.WeightedArbitrary<Wish>;

const JSON_TYPE: Wish["headers"] = [["Content-Type", "application/json"]];

/** A request that is all that the operation's schemas ask for. */
export function goodWish(operation: Operation, known: Known, caller: Caller): fc.Arbitrary<Wish> {
  return goodParts(operation, known, "whole").map((parts) => wishOf(operation, parts, caller));
}

/** Any request for an operation: as its schemas ask, or odd in one way. */
export function anyWish(operation: Operation, known: Known, good: Caller, odd: readonly Caller[]): fc.Arbitrary<Wish> {
  const parts = goodParts(operation, known, "sparing");
  const spoilt = (weight: number, what: string, changes: fc.Arbitrary<Partial<Wish>>): Odd => ({
    weight,
    arbitrary: fc
      .tuple(parts, changes)
      .map(([given, changed]) => ({ ...wishOf(operation, given, good), what, ...changed })),
  });
  const more = (headers: Wish["headers"]): Partial<Wish> => ({ headers: [...JSON_TYPE, ...headers] });
  const callers = fc.constantFrom(...odd).map((caller) => ({ caller }));
  return fc.oneof(
    { weight: 5, arbitrary: parts.map((given) => wishOf(operation, given, good)) },
    spoilt(2, "an odd caller", callers),
    spoilt(1, "odd headers", ODD_HEADERS.map(more)),
    spoilt(1, "an odd key", ODD_KEYS.map(more)),
    spoilt(
      1,
      "an odd type",
      ODD_TYPES.map((headers) => ({ headers })),
    ),
    spoilt(
      1,
      "an odd method",
      ODD_METHODS.map((method) => ({ method, isAstray: true })),
    ),
    spoilt(
      1,
      "any body",
      ODD_JSON.map((body) => ({ body, headers: JSON_TYPE })),
    ),
    ...oddTargets(operation, parts, good),
    ...oddBodies(operation, parts, good),
  );
}

function oddTargets(operation: Operation, parts: fc.Arbitrary<Parts>, caller: Caller): readonly Odd[] {
  const led = (what: string, given: Parts, change: (target: string) => string, isAstray: boolean): Wish => {
    const wish = wishOf(operation, given, caller);
    return { ...wish, what, target: change(wish.target), isAstray };
  };
  const paths = fc.tuple(parts, ODD_TARGETS).map(([given, to]) => led("an odd path", given, to, true));
  const queries = fc
    .tuple(parts, ODD_QUERIES)
    .map(([given, query]) => led("an odd query", { ...given, query: {} }, (path) => `${path}?${query}`, false));
  const parameters = oddParameters(operation, parts).map((given) =>
    led("an odd parameter", given, (path) => path, true),
  );
  return [
    { weight: 1, arbitrary: paths },
    { weight: 1, arbitrary: queries },
    { weight: 2, arbitrary: parameters },
  ];
}

function oddBodies(operation: Operation, parts: fc.Arbitrary<Parts>, caller: Caller): readonly Odd[] {
  const names = bodyNames(operation);
  if (names.length === 0) return [];
  const bodied = (what: string, given: Parts, change: (body: Json) => Json): Wish => {
    return { ...wishOf(operation, { ...given, body: change(given.body ?? {}) }, caller), what };
  };
  const changed = (what: string, name: fc.Arbitrary<string>): fc.Arbitrary<Wish> =>
    fc
      .tuple(parts, name, oddValue())
      .map(([given, field, value]) => bodied(what, given, (body) => ({ ...body, [field]: value })));
  const lacking = fc
    .tuple(parts, fc.subarray([...names]))
    .map(([given, kept]) => bodied("fields left out", given, (body) => only(body, kept)));
  return [
    { weight: hasPassword(operation) ? 1 : 5, arbitrary: changed("an odd field", fc.constantFrom(...names)) },
    { weight: 1, arbitrary: changed("a field too many", uglyString()) },
    { weight: 1, arbitrary: lacking },
  ];
}

function wishOf(operation: Operation, parts: Parts, caller: Caller): Wish {
  const { body, key } = parts;
  return {
    operation,
    what: "as asked",
    method: operation.method.toUpperCase(),
    target: targetOf(operation.path, parts),
    caller,
    headers: [...(body === null ? [] : JSON_TYPE), ...(key === null ? [] : [["Idempotency-Key", key] as const])],
    body: body === null ? null : Buffer.from(JSON.stringify(body)).toString("latin1"),
    isAstray: false,
  };
}
