import type { StoreUnavailable } from "@bourse/core";
import type { Kysely, Transaction } from "kysely";
import { err, ok, ResultAsync, type Result } from "neverthrow";
import { isCollision, storeFailure } from "./failures.ts";
import { pause } from "./retries.ts";
import type { PostgresTables } from "./schema.ts";

/** How often a step that another transaction has thwarted is taken. */
const MAX_TRIES = 10;

/** Reads or writes that one statement does by itself. It is taken again when another transaction has thwarted it. */
export function attempt<Value>(step: () => PromiseLike<Value>): ResultAsync<Value, StoreUnavailable> {
  return new ResultAsync(settle(step));
}

/**
 * A step that is done whole or not at all. It is taken again from its beginning, after a while, when another transaction
 * has thwarted it: until then nothing of it has happened. A commit whose answer was lost is not: whether it happened is
 * not known here.
 */
export function inTransaction<Value>(
  db: Kysely<PostgresTables>,
  step: (tx: Transaction<PostgresTables>) => Promise<Value>,
): ResultAsync<Value, StoreUnavailable> {
  return attempt(() => db.transaction().execute(step));
}

async function settle<Value>(step: () => PromiseLike<Value>): Promise<Result<Value, StoreUnavailable>> {
  for (let tries = 1; ; tries += 1) {
    try {
      return ok(await step());
    } catch (error) {
      if (tries === MAX_TRIES || !isCollision(error)) return err(storeFailure(error));
      await pause(tries);
    }
  }
}
