import type { FieldProblem } from "@bourse/core";
import { Ajv, type ErrorObject, type Options, type ValidateFunction } from "ajv";
import type { FastifySchemaCompiler, FastifySchemaValidationError } from "fastify";
import { compiledOnce } from "./compiled.ts";
import { SHARED } from "./schemas/shared.ts";

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

const ajv = new Ajv({
  allErrors: true,
  strict: true,
  strictTypes: false,
  formats: FORMATS,
  keywords: ["example"],
});
for (const schema of SHARED) ajv.addSchema(schema);

const ofBody = compiledOnce((schema) => ajv.compile(schema));
const ofText = compiledOnce((schema) => withNumbers(schema, ajv.compile(schema)));

export const validatorCompiler: FastifySchemaCompiler<object> = ({ schema, httpPart }) =>
  httpPart === "body" ? ofBody(schema) : ofText(schema);

/** As a number is written, and in no other way: not as 0x10, 1e3, 007, +5 or with a space, which JavaScript would read. */
const WHOLE_NUMBER = /^(?:0|-?[1-9]\d{0,15})$/;

/** Query strings and paths are text, so there, and only there, a text that is a whole number is made one. */
function withNumbers(schema: object, validate: ValidateFunction): ReturnType<FastifySchemaCompiler<object>> {
  const { properties = {} } = schema as { properties?: Readonly<Record<string, { readonly type?: unknown }>> };
  const numbers = Object.keys(properties).filter((name) => properties[name]?.type === "integer");
  return (given: Record<string, unknown>) => {
    for (const name of numbers) {
      const text = given[name];
      if (typeof text === "string" && WHOLE_NUMBER.test(text)) given[name] = Number(text);
    }
    return validate(given) || { error: validate.errors as FastifySchemaValidationError[] };
  };
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
