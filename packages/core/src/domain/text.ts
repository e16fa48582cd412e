import { err, ok, type Result } from "neverthrow";
import { invalid, type InvalidInput } from "./invalid.ts";

/**
 * What every parser of text asks first, whatever the caller's types say: JavaScript may hand in anything, and a pattern
 * or a template would take null, 4 or ["5.00"] for the text that they can be written as.
 */
export function parseText(value: unknown, field: string): Result<string, InvalidInput> {
  return typeof value === "string" ? ok(value) : err(invalid(field, "text", `${field} must be text.`));
}
