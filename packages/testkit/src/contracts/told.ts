import assert from "node:assert/strict";
import type { Result } from "neverthrow";
import { malformed, resultIn } from "../malformed.ts";
import { shown } from "../shown.ts";

type Kind = { readonly kind: string };

/** The value that a call must have answered; `call` is how it reads in the message: `latest("AAPL")`. */
export function valueIn<Value, Failure>(call: string, answer: Result<Value, Failure>): Value {
  const result = resultIn(call, answer);
  if (result.isOk()) return result.value;
  return assert.fail(`${call} must answer a value; it answered the error ${shown(result.error)}`);
}

/** The error of one kind that a call must have answered. */
export function errorIn<Value, Failure extends Kind, Name extends Failure["kind"]>(
  call: string,
  answer: Result<Value, Failure>,
  kind: Name,
): Extract<Failure, { readonly kind: Name }> {
  const result = resultIn(call, answer);
  const found = result.isOk() ? `the value ${shown(result.value)}` : `the error ${shown(result.error)}`;
  if (result.isErr() && result.error.kind === kind) return result.error as Extract<Failure, { readonly kind: Name }>;
  return assert.fail(`${call} must answer the error ${kind}; it answered ${found}`);
}

/** The map that a call must have answered. */
export function mapIn<Key, Value>(call: string, answer: ReadonlyMap<Key, Value>): ReadonlyMap<Key, Value> {
  // By what it is called, since a runner may give each test globals of its own.
  const isMap = Object.prototype.toString.call(answer) === "[object Map]";
  return isMap ? answer : malformed(`${call} must answer a Map; it answered ${kindOf(answer)}`);
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return "an array";
  return typeof value === "object" && value !== null ? "an object that is none" : shown(value);
}

/** A failure to learn says why, and when to ask again. */
export function assertToldWhen(
  call: string,
  { reason, retryAfter }: { readonly reason: string; readonly retryAfter: number },
): void {
  must(reason !== "", `${call}: the error's reason must say why; it is empty`);
  const isTime = Number.isSafeInteger(retryAfter) && retryAfter >= 1;
  must(isTime, `${call}: the error's retryAfter must be whole seconds, 1 or more; it is ${String(retryAfter)}`);
}

/** Fails with the message alone: what runners make of a comparison says less than the sentence, and hides it. */
export function must(holds: boolean, message: string): asserts holds {
  if (!holds) assert.fail(message);
}
