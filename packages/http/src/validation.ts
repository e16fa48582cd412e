import type { FieldProblem } from "@bourse/core";
import { Ajv, type ErrorObject, type Options } from "ajv";
import type { FastifySchemaCompiler } from "fastify";

/** More problems than a person would mend at once help nobody but a flooder. */
const MAX_PROBLEMS = 20;

/**
 * Formats are for the document's readers. What they mean is the core's to check, so that a rule stands in one place;
 * here the shape alone is checked: the right types, nothing missing, nothing unknown, nothing coerced.
 */
const FORMATS: NonNullable<Options["formats"]> = {
  date: true,
  "date-time": true,
  decimal: true,
  email: true,
  password: true,
  ticker: true,
  uri: true,
  uuid: true,
};

/**
 * Query strings and paths are text, so there, and only there, a text that reads as a number is one. `shared` are the
 * schemas that others refer to.
 */
export function validatorCompiler(shared: Readonly<Record<string, unknown>>): FastifySchemaCompiler<object> {
  const options: Options = {
    allErrors: true,
    strict: true,
    strictTypes: false,
    formats: FORMATS,
    keywords: ["example"],
  } as const;
  const exact = new Ajv(options);
  const fromText = new Ajv({ ...options, coerceTypes: true });
  for (const schema of Object.values(shared as Readonly<Record<string, object>>)) {
    exact.addSchema(schema);
    fromText.addSchema(schema);
  }
  return ({ schema, httpPart }) => (httpPart === "body" ? exact : fromText).compile(schema);
}

/** What the validator found, in the words of every other problem. `part` is body, querystring, params or headers. */
export function fieldProblems(errors: readonly Partial<ErrorObject>[], part: string): readonly FieldProblem[] {
  return errors
    .slice(0, MAX_PROBLEMS)
    .map(({ instancePath = "", keyword = "schema", params = {}, message = "is not valid" }) => {
      const parent = instancePath.split("/").slice(1);
      if (keyword === "required") {
        const field = [...parent, String(params["missingProperty"])].join(".");
        return { field, rule: "required", message: `${field} is needed.` };
      }
      if (keyword === "additionalProperties") {
        const field = [...parent, String(params["additionalProperty"])].join(".") || part;
        return { field, rule: "known-field", message: `${field} is not a field here.` };
      }
      const field = parent.join(".") || part;
      if (keyword === "enum") {
        const allowed = (params["allowedValues"] as readonly unknown[]).join(", ");
        return { field, rule: "enum", message: `${field} must be one of ${allowed}.` };
      }
      return { field, rule: keyword, message: `${field} ${message}.` };
    });
}
