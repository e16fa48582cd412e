import type { StoreUnavailable } from "@bourse/core";
import { SqliteError } from "better-sqlite3";
import { err, ok, ResultAsync, type Result } from "neverthrow";

/** Whether a statement broke the unique constraint of exactly these columns, named as `table.column`. */
export function breaksUnique(error: unknown, ...columns: readonly string[]): boolean {
  return (
    error instanceof SqliteError &&
    (error.code === "SQLITE_CONSTRAINT_UNIQUE" || error.code === "SQLITE_CONSTRAINT_PRIMARYKEY") &&
    error.message.endsWith(`: ${columns.join(", ")}`)
  );
}

export function isBusy(error: unknown): boolean {
  return error instanceof SqliteError && error.code.startsWith("SQLITE_BUSY");
}

/** Whether the file has pages that SQLite cannot make sense of. */
export function isDamage(error: unknown): error is Error {
  return error instanceof SqliteError && error.code.startsWith("SQLITE_CORRUPT");
}

/**
 * Whether the world did it to the store, and no bug. A broken constraint that nobody expected is a bug: the domain
 * should never have decided it. A use case may still be under way when an app closes its store.
 */
export function isStoreFailure(error: unknown): boolean {
  if (isClosed(error)) return true;
  return error instanceof SqliteError && !error.code.startsWith("SQLITE_CONSTRAINT");
}

/** better-sqlite3 has no code for it. */
function isClosed(error: unknown): boolean {
  return error instanceof TypeError && error.message === "The database connection is not open";
}

/** What the world did to the store is an answer; what only a bug can do is thrown. */
function storeFailure(error: unknown): StoreUnavailable {
  if (isStoreFailure(error)) return { kind: "StoreUnavailable", cause: error };
  throw error;
}

export function attempt<Value>(run: () => Value): Result<Value, StoreUnavailable> {
  try {
    return ok(run());
  } catch (error) {
    return err(storeFailure(error));
  }
}

/** The ports are asynchronous for stores that are far away; this one has its answer at once. */
export function later<Value, E>(result: Result<Value, E>): ResultAsync<Value, E> {
  return new ResultAsync(Promise.resolve(result));
}
