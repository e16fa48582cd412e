import { err, ok, type Result, type ResultAsync } from "neverthrow";
import { invalid, type FieldProblem, type InvalidInput } from "./domain/invalid.ts";
import { parseText } from "./domain/text.ts";

/** A use case as the app has it: it needs nothing any more, and whatever it is given is looked at first. */
export type Bound<UseCase> = UseCase extends (needs: never, command: infer Command) => ResultAsync<infer Value, infer E>
  ? (command: Command) => ResultAsync<Value, E | InvalidInput>
  : never;

type Plain<Value> = Value extends number ? "number" : "text";
type Kind<Value> = undefined extends Value
  ? `${Plain<NonNullable<Value>>}?${null extends Value ? " null" : ""}`
  : Plain<Value>;

/** What each field of a command is at run time: after a `?` it may be left out, and before a `null` be null. */
export type CommandTypes<Command> = { readonly [Field in keyof Command]-?: Kind<Command[Field]> };

/**
 * Whether a command's fields are what its type says: a caller may be JavaScript, or believe JSON that nobody has looked
 * at. Past this no rule, and no adapter, is ever asked about a value of another type. What the value must be besides, its
 * parser says. A command that is no object has no fields.
 */
export function ofItsTypes<Command>(command: Command, types: CommandTypes<Command>): Result<Command, InvalidInput> {
  const given: Readonly<Record<string, unknown>> = Object(command);
  const problems = Object.entries<string>(types).flatMap(([field, kind]) => problemsOf(given[field], kind, field));
  return problems.length === 0 ? ok(command) : err({ kind: "InvalidInput", problems });
}

function problemsOf(value: unknown, kind: string, field: string): readonly FieldProblem[] {
  if (value === undefined) return kind.includes("?") ? [] : invalid(field, "required", `${field} is needed.`).problems;
  if (value === null && kind.endsWith("null")) return [];
  const parsed = kind.startsWith("text") ? parseText(value, field) : parseNumber(value, field);
  return parsed.isOk() ? [] : parsed.error.problems;
}

function parseNumber(value: unknown, field: string): Result<number, InvalidInput> {
  return typeof value === "number" ? ok(value) : err(invalid(field, "number", `${field} must be a number.`));
}
