import type { Floor } from "./floor-http.ts";

type Schema = { readonly [name: string]: unknown };
type Route = {
  readonly requestBody?: { readonly content: { readonly "application/json": { readonly schema: Schema } } };
  readonly responses: Readonly<
    Record<string, { readonly content: { readonly "application/json": { readonly schema: Schema } } }>
  >;
};
type Document = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Route>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
};

/** The body and answer schemas of one of the product's routes, as its own document tells them. */
export async function schemasOf(
  port: number,
  method: "get" | "post",
  path: string,
  status: number,
): Promise<Pick<Floor, "answerSchema" | "body">> {
  const document = (await (await fetch(`http://127.0.0.1:${port}/openapi.json`)).json()) as Document;
  const route = document.paths[path]?.[method];
  const answer = route?.responses[status]?.content["application/json"].schema;
  if (!route || !answer) throw new Error(`the document does not tell of ${method} ${path} with ${status}`);
  const body = route.requestBody?.content["application/json"].schema;
  const whole = (schema: Schema): Schema => resolved(schema, document.components.schemas) as Schema;
  return { answerSchema: whole(answer), ...(body && { body: whole(body) }) };
}

/** Every reference replaced by what it refers to. */
function resolved(schema: unknown, shared: Readonly<Record<string, Schema>>): unknown {
  if (Array.isArray(schema)) return schema.map((each) => resolved(each, shared));
  if (typeof schema !== "object" || schema === null) return schema;
  if ("$ref" in schema) return resolved(shared[String(schema.$ref).split("/").at(-1) ?? ""], shared);
  return Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, resolved(value, shared)]));
}
