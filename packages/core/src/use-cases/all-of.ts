import { err, ok, type Result } from "neverthrow";
import type { InvalidInput } from "../domain/invalid.ts";

type Values<Parsed extends readonly Result<unknown, InvalidInput>[]> = {
  [Index in keyof Parsed]: Parsed[Index] extends Result<infer Value, InvalidInput> ? Value : never;
};

/** All of the values, or all of the problems at once: a form is mended in one go. */
export function allOf<const Parsed extends readonly Result<unknown, InvalidInput>[]>(
  parsed: Parsed,
): Result<Values<Parsed>, InvalidInput> {
  const problems = parsed.flatMap((result) => (result.isErr() ? result.error.problems : []));
  if (problems.length > 0) return err({ kind: "InvalidInput", problems });
  return ok(parsed.map((result) => (result.isOk() ? result.value : undefined)) as Values<Parsed>);
}
