import assert from "node:assert/strict";
import type { Result } from "neverthrow";

type Kind = { readonly kind: string };

/** The value that a call must have answered; `call` is how it reads in the message: `latest("AAPL")`. */
export function valueIn<Value, Failure>(call: string, result: Result<Value, Failure>): Value {
  if (result.isOk()) return result.value;
  return assert.fail(`${call} must answer a value; it answered the error ${shown(result.error)}`);
}

/** The error of one kind that a call must have answered. */
export function errorIn<Value, Failure extends Kind, Name extends Failure["kind"]>(
  call: string,
  result: Result<Value, Failure>,
  kind: Name,
): Extract<Failure, { readonly kind: Name }> {
  const found = result.isOk() ? `the value ${shown(result.value)}` : `the error ${shown(result.error)}`;
  if (result.isErr() && result.error.kind === kind) return result.error as Extract<Failure, { readonly kind: Name }>;
  return assert.fail(`${call} must answer the error ${kind}; it answered ${found}`);
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

/** A value as it reads in a message. */
export function shown(value: unknown): string {
  if (typeof value === "bigint") return `${value}n`;
  return JSON.stringify(value, (_, inner: unknown) => plain(inner)) ?? "undefined";
}

/** What JSON has no words for, and ports answer. */
function plain(value: unknown): unknown {
  if (value instanceof Map) return Object.fromEntries(value);
  return typeof value === "bigint" ? `${value}n` : value;
}
