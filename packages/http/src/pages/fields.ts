import type { FieldProblem } from "@bourse/core";
import type { FastifyRequest } from "fastify";
import { ProblemError } from "../problem.ts";

/** The largest form, in bytes: one character may be twelve of them, and what was typed is to come back. */
export const FORM_LIMIT: number = 256 * 1024;

/** What a form sent under these names; what is not there is "". A name that is sent twice is nobody's form. */
export function fieldsOf<Name extends string>(
  request: FastifyRequest,
  names: readonly Name[],
  from: "body" | "query" = "body",
): Record<Name, string> {
  const given: unknown = request[from];
  const fields = typeof given === "object" && given !== null ? (given as Readonly<Record<string, unknown>>) : {};
  const read = (name: Name): [Name, string] => {
    const value = Object.hasOwn(fields, name) ? fields[name] : "";
    if (typeof value === "string") return [name, value];
    const problem: FieldProblem = { field: name, rule: "once", message: `${name} may be sent once.` };
    throw new ProblemError({ kind: "BadRequest", problems: [problem] });
  };
  return Object.fromEntries(names.map(read)) as Record<Name, string>;
}

/** A whole number as people type it, with or without commas; NaN for anything else, which the core refuses. */
export function wholeNumber(text: string): number {
  const digits = text.trim();
  return /^-?\d{1,15}$/.test(digits) || /^-?\d{1,3}(,\d{3})+$/.test(digits)
    ? Number(digits.replaceAll(",", ""))
    : Number.NaN;
}

/** Dollars as people type them, `$1,000.00` or `.5` too, as the core reads them. What is not like that stays as it is. */
export function amountText(text: string): string {
  const amount = text.trim().replace(/^\$/, "");
  const plain = /^\d{1,3}(,\d{3})+(\.\d*)?$/.test(amount) ? amount.replaceAll(",", "") : amount;
  return plain.replace(/^\.(?=\d)/, "0.").replace(/(?<=\d)\.$/, "");
}

/** What is left empty is not given. */
export function optional(text: string): string | undefined {
  return text === "" ? undefined : text;
}
