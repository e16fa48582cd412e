import type { Result } from "neverthrow";
import { resultIn } from "./malformed.ts";
import { shown } from "./shown.ts";

/** How many callers race where a promise is about races. */
export const RACERS = 64;

/** The value of a result that must be one. */
export function valueOf<Value, Failure>(result: Result<Value, Failure>): Value {
  resultIn("the port", result);
  if (result.isOk()) return result.value;
  return fail(`expected a value, got the error ${shown(result.error)}`);
}

/** The error of a result that must be one. */
export function errorOf<Value, Failure>(result: Result<Value, Failure>): Failure {
  resultIn("the port", result);
  if (result.isErr()) return result.error;
  return fail(`expected an error, got the value ${shown(result.value)}`);
}

type Kind = { readonly kind: string };

/** Asserts that a result is an error of one kind, and answers it. */
export function refusal<Value, Failure extends Kind, Name extends Failure["kind"]>(
  result: Result<Value, Failure>,
  kind: Name,
): Extract<Failure, { readonly kind: Name }> {
  const error = errorOf(result);
  if (error.kind !== kind) fail(`expected ${kind}, got ${shown(error)}`);
  return error as Extract<Failure, { readonly kind: Name }>;
}

/** How many of the results are values, and how many errors of each kind. */
export function tally(results: readonly Result<unknown, Kind>[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const result of results) {
    resultIn("the port", result);
    const name = result.isOk() ? "ok" : result.error.kind;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

/** Starts all of them before any is waited for. */
export function racing<Value>(racers: number, start: (index: number) => PromiseLike<Value>): Promise<Value[]> {
  return Promise.all(Array.from({ length: racers }, (_, index) => start(index)));
}

/** The one item of a list that must have exactly one. */
export function only<Item>(items: readonly Item[]): Item {
  if (items.length !== 1) fail(`expected one item, got ${items.length}`);
  return items[0] as Item;
}

const DEADLINE = 5_000;

/** Turns waiting for ever into a failure. A subject that keeps its promise never gets near the deadline. */
export async function within<Value>(work: PromiseLike<Value>, what: string): Promise<Value> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(failure(`${what} took for ever`)), DEADLINE);
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Browsers have no `setImmediate`. */
const soon: (go: () => void) => unknown = "setImmediate" in globalThis ? setImmediate : setTimeout;

/** Lets everything that can go on without outside help go on. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) {
    const { promise, resolve } = Promise.withResolvers<void>();
    soon(resolve);
    await promise;
  }
}

/** Not Node.js's own assertion: fakes and builders are for browsers too. */
function failure(message: string): Error {
  return Object.assign(new Error(message), { name: "AssertionError" });
}

function fail(message: string): never {
  throw failure(message);
}
