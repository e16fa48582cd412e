import type { StoreUnavailable } from "@bourse/core";
import type { Kysely, Transaction } from "kysely";
import { err, ok, ResultAsync, type Result } from "neverthrow";
import { isCollision, isLockedOut, isUnheard, storeFailure } from "./failures.ts";
import { pause } from "./retries.ts";
import type { PostgresTables } from "./schema.ts";

/** How often a step that another transaction has thwarted, or the end of its connection, is taken. */
const MAX_TRIES = 10;
/**
 * How often one that has waited for a lock in vain. Of a server that hangs several transactions may have queued for a row,
 * and each that comes to its turn keeps it from the others for as long as it may do nothing.
 */
const MAX_WAITS = 3;

type Step<Value> = (tx: Transaction<PostgresTables>) => Promise<Value>;

/** Reads or writes that one statement does by itself. It is taken again when another transaction has thwarted it. */
export function attempt<Value>(step: () => PromiseLike<Value>): ResultAsync<Value, StoreUnavailable> {
  return new ResultAsync(settle(step, isCollision));
}

/**
 * A step that is done whole or not at all. It is taken again from its beginning, after a while, when another transaction
 * has thwarted it, or the database has ended it while this process hung: until then nothing of it has happened. A commit
 * whose answer was lost is not: whether it happened is not known here.
 */
export function inTransaction<Value>(
  db: Kysely<PostgresTables>,
  step: Step<Value>,
): ResultAsync<Value, StoreUnavailable> {
  return attempt(() => wholly(db, step));
}

/** Rejects with what went wrong first: Kysely's own `transaction` would with what its rollback then says. */
async function wholly<Value>(db: Kysely<PostgresTables>, step: Step<Value>): Promise<Value> {
  const tx = await db.startTransaction().execute();
  try {
    const value = await step(tx);
    await tx.commit().execute();
    return value;
  } catch (error) {
    // Where that cannot be asked for, the connection is gone, and the transaction with it.
    await tx
      .rollback()
      .execute()
      .catch(() => undefined);
    throw error;
  }
}

/** Takes a transaction back, for what it has to answer. */
class TakenBack<E> extends Error {
  readonly answer: E;
  constructor(answer: E) {
    super("taken back");
    this.answer = answer;
  }
}

/** A step that may refuse, and then leaves nothing of what it did; `isThwarted` says after what it is taken again. */
export function answered<Value, E>(
  db: Kysely<PostgresTables>,
  step: Step<Result<Value, E>>,
  isThwarted: (error: unknown) => boolean = isCollision,
): ResultAsync<Value, E | StoreUnavailable> {
  const work = async (): Promise<Result<Value, E>> => {
    try {
      return await wholly(db, async (tx) => {
        const result = await step(tx);
        if (result.isErr()) throw new TakenBack(result.error);
        return result;
      });
    } catch (error) {
      if (error instanceof TakenBack) return err(error.answer as E);
      throw error;
    }
  };
  return new ResultAsync(settle(work, isThwarted)).andThen((result) => result);
}

async function settle<Value>(
  step: () => PromiseLike<Value>,
  isThwarted: (error: unknown) => boolean,
): Promise<Result<Value, StoreUnavailable>> {
  for (let tries = 1; ; tries += 1) {
    try {
      return ok(await step());
    } catch (error) {
      const isAgain = isLockedOut(error)
        ? tries < MAX_WAITS
        : tries < MAX_TRIES && (isUnheard(error) || isThwarted(error));
      if (!isAgain) return err(storeFailure(error));
      await pause(tries);
    }
  }
}
