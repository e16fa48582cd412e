import type { Result } from "neverthrow";
import { shown } from "./shown.ts";

const errors = new WeakSet<Error>();

/** Fails because an answer is not of the port's type at all, which is before any promise; types alone cannot see to it. */
export function malformed(message: string): never {
  const error = Object.assign(new Error(message), { name: "AssertionError" });
  errors.add(error);
  throw error;
}

export function isMalformed(error: Error): boolean {
  return errors.has(error);
}

/** The answer, which must be a result: a promise of a plain value is what those write who do not know neverthrow. */
export function resultIn<Value, Failure>(call: string, answer: Result<Value, Failure>): Result<Value, Failure> {
  const given: Partial<Result<Value, Failure>> | null | undefined = answer;
  if (typeof given?.isOk === "function" && typeof given.isErr === "function") return answer;
  return malformed(`${call} must answer a Result, neverthrow's ok(…) or err(…); it answered ${shown(answer)}`);
}
