import { Type } from "typebox";
import { PROBLEMS, problemOf } from "./problem.ts";
import type { Failure, FailureKind } from "./problems/failure.ts";
import { PROBLEM_KINDS } from "./schemas/problem.ts";

type Json = { [key: string]: unknown };
type Components = { schemas?: Json; examples?: Json };

const KINDS = Object.keys(PROBLEMS) as FailureKind[];

/**
 * Gives each kind of problem a schema and an example of its own, and each answer those that it may be: a program that
 * looks at the code then knows which facts there are. The server itself needs none of these to write a problem.
 */
export function withProblems<Document extends object>(document: Document): Document {
  const { paths = {}, components = {} } = document as { paths?: Json; components?: Components };
  const told = new Set<FailureKind>();
  for (const [path, item] of Object.entries(paths)) {
    // The router takes no part of a path for an id when it is longer than any is.
    const besides: readonly FailureKind[] = path.includes("{") ? ["RouteNotFound"] : [];
    for (const media of contentsIn(item as Json)) {
      for (const kind of tellKinds(media, besides)) told.add(kind);
    }
  }
  const kinds = KINDS.filter((kind) => told.has(kind));
  Object.assign((components.schemas ??= {}), Object.fromEntries(kinds.map((kind) => [nameOf(kind), schemaOf(kind)])));
  components.examples = Object.fromEntries(kinds.map((kind) => [PROBLEMS[kind].code, { value: exampleOf(kind) }]));
  return document;
}

function contentsIn(item: Json): readonly Json[] {
  return Object.values(item)
    .flatMap((operation) => Object.values((operation as { responses?: Json }).responses ?? {}))
    .flatMap((response) => Object.values((response as { content?: Json }).content ?? {}) as Json[]);
}

function tellKinds(media: Json, besides: readonly FailureKind[]): readonly FailureKind[] {
  const { [PROBLEM_KINDS]: own } = media as { [PROBLEM_KINDS]?: readonly [FailureKind, ...FailureKind[]] };
  if (own === undefined) return [];
  const { status } = PROBLEMS[own[0]];
  const kinds = [...own, ...besides.filter((kind) => PROBLEMS[kind].status === status)];
  delete media[PROBLEM_KINDS];
  const schemas = kinds.map((kind) => ({ $ref: `#/components/schemas/${nameOf(kind)}` }));
  media["schema"] = schemas.length === 1 ? schemas[0] : { oneOf: schemas };
  media["examples"] = Object.fromEntries(
    kinds.map((kind) => [PROBLEMS[kind].code, { $ref: `#/components/examples/${PROBLEMS[kind].code}` }]),
  );
  return kinds;
}

function nameOf(kind: FailureKind): string {
  return `${kind}Problem`;
}

function schemaOf(kind: FailureKind): Json {
  const { status, code, means, remedy, facts, example } = PROBLEMS[kind];
  const errors = "problems" in example && { errors: Type.Array({ $ref: "#/components/schemas/FieldProblem" }) };
  const own = Type.Object({ status: Type.Literal(status), code: Type.Literal(code), ...facts, ...errors });
  return { description: `${means} ${remedy}`, allOf: [{ $ref: "#/components/schemas/Problem" }, own] };
}

function exampleOf(kind: FailureKind): unknown {
  return problemOf({ kind, ...PROBLEMS[kind].example } as Failure);
}
