import { MAX_QUANTITY } from "@bourse/core";
import { Type, type Static, type TSchema, type TSchemaOptions, type TString, type TUnsafe } from "typebox";
import { ADA, AT, TODAY } from "./story.ts";

/** Money over the wire: dollars as a decimal string, never a number. */
export function money(description: string, example = "9888.00"): TString {
  return Type.String({ format: "decimal", description, examples: [example] });
}

export function time(description: string, example: string = AT): TString {
  return Type.String({ format: "date-time", description, examples: [example] });
}

export function day(description: string, example: string = TODAY): TString {
  return Type.String({ format: "date", description, examples: [example] });
}

export function ticker(description = "The US market symbol; `brk-b` and `BRK.B` are the same."): TString {
  return Type.String({ format: "ticker", description, examples: ["AAPL"] });
}

export function id(description: string): TString {
  return Type.String({ format: "uuid", description, examples: [ADA] });
}

export const Quantity = Type.Integer({
  minimum: 1,
  maximum: MAX_QUANTITY,
  description: "Whole shares.",
  examples: [10],
});

export const Seq = Type.Integer({ minimum: 1, description: "The entry's number within the account.", examples: [2] });

/** One of these texts; said to be text, which generated clients want to know. */
export function oneOf<const Values extends readonly string[]>(
  values: Values,
  options: TSchemaOptions = {},
): TUnsafe<Values[number]> {
  return Type.Unsafe<Values[number]>({ type: "string", enum: values, ...options });
}

/** The schema's type or null. Said as two types, not as a union, which would be tried one after the other on every answer. */
export function orNull<Schema extends TSchema & { readonly type: string }>(
  schema: Schema,
): TUnsafe<Static<Schema> | null> {
  return Type.Unsafe<Static<Schema> | null>({ ...schema, type: [schema.type, "null"] });
}
