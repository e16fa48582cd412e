import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";

export type Json = { readonly [name: string]: unknown };

export type Operation = {
  readonly path: string;
  readonly method: string;
  readonly operation: Json;
  /** The schema of the body that it asks for, with no reference to follow; null where it asks for none. */
  readonly body: Json | null;
};

const METHODS = ["get", "post", "put", "patch", "delete"];

/** Every operation of an OpenAPI document. */
export function operationsOf(document: Json): Operation[] {
  return Object.entries(document["paths"] as Json).flatMap(([path, item]) =>
    METHODS.filter((method) => Object.hasOwn(item as Json, method)).map((method) => ({
      path,
      method,
      operation: (item as Json)[method] as Json,
      body: bodyOf(document, (item as Json)[method] as Json),
    })),
  );
}

function bodyOf(document: Json, operation: Json): Json | null {
  const asked = operation["requestBody"] as { content: Record<string, { schema: Json }> } | undefined;
  const schema = asked?.content["application/json"]?.schema ?? null;
  const name = /^#\/components\/schemas\/(.*)$/.exec(String(schema?.["$ref"]))?.[1];
  if (name === undefined) return schema;
  const { schemas } = document["components"] as { schemas: Readonly<Record<string, Json>> };
  return schemas[name] ?? null;
}

/** What the document's formats mean, for holding answers and examples to them. */
const FORMATS = {
  decimal: /^-?\d+\.\d{2,4}$/,
  ticker: /^[A-Z]{1,6}(\.[A-Z]{1,3})?$/,
  uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  date: /^\d{4}-\d{2}-\d{2}$/,
  "date-time": /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/,
  email: /^[^\s@]+@[^\s@]+$/,
  uri: /^[a-z]+:[^\s]+$/,
  password: true,
} as const;

export type Schemas = (pointer: string) => ValidateFunction;

/** Every server of a test file has the same document, and compiling it takes longer than most tests. */
const compiled = new Map<string, Schemas>();

/** Answers a function that compiles the schema at a JSON pointer of the document. */
export function schemasOf(document: Json): Schemas {
  const text = JSON.stringify(document);
  const schemas = compiled.get(text) ?? schemasIn(document);
  compiled.set(text, schemas);
  return schemas;
}

function schemasIn(document: Json): Schemas {
  const ajv = new Ajv2020({ strict: false, allErrors: true, formats: FORMATS });
  ajv.addSchema({ $id: "bourse", ...document });
  return (pointer) => ajv.getSchema(`bourse#${pointer}`) ?? ajv.compile({ $ref: `bourse#${pointer}` });
}

export function pointerOf(...parts: readonly string[]): string {
  return parts.map((part) => `/${encodeURIComponent(part.replaceAll("~", "~0").replaceAll("/", "~1"))}`).join("");
}
