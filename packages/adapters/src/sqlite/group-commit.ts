import type { StoreUnavailable } from "@bourse/core";
import type { Database } from "better-sqlite3";
import { err, ResultAsync, type Result } from "neverthrow";
import { isStoreFailure } from "./failures.ts";
import { attemptWrite } from "./writes.ts";

/** The most writes that share one commit: it bounds how long a commit holds the event loop. */
const MAX_BATCH = 512;

type Waiting<Item, Refusal> = {
  readonly item: Item;
  readonly settle: (outcome: Result<void, Refusal | StoreUnavailable>) => void;
  readonly fail: (bug: unknown) => void;
};

/**
 * Writes that arrive in one turn of the event loop share one commit, and so one wait for the disk. Each is answered only
 * once that commit is done. `write` must have written nothing when it refuses. What it stumbles over, which only a bug can
 * bring about, leaves the others untouched. A store that fails is another matter: it fails them all.
 */
export function groupCommit<Item, Refusal>(
  db: Database,
  write: (item: Item) => Result<void, Refusal>,
): (item: Item) => ResultAsync<void, Refusal | StoreUnavailable> {
  let waiting: Waiting<Item, Refusal>[] = [];
  /** Each answers how to tell the outcome, for when it is certain. */
  const together = db.transaction((batch: readonly Waiting<Item, Refusal>[]) => batch.map(attempted));
  const apart = db.transaction((batch: readonly Waiting<Item, Refusal>[]) => batch.map(attemptedApart));
  const inSavepoint = db.transaction(write);

  function attempted({ item, settle }: Waiting<Item, Refusal>): () => void {
    const outcome = write(item);
    return () => settle(outcome);
  }

  function attemptedApart({ item, settle, fail }: Waiting<Item, Refusal>): () => void {
    try {
      const outcome = inSavepoint(item);
      return () => settle(outcome);
    } catch (error) {
      if (isStoreFailure(error)) throw error;
      return () => fail(error);
    }
  }

  /** A savepoint for each takes as long as a row, so that there are none until a batch is found to need them. */
  function commit(batch: readonly Waiting<Item, Refusal>[]): readonly (() => void)[] {
    try {
      return together.immediate(batch);
    } catch (error) {
      if (isStoreFailure(error)) throw error;
      return apart.immediate(batch);
    }
  }

  function flush(): void {
    const batch = waiting.slice(0, MAX_BATCH);
    waiting = waiting.slice(MAX_BATCH);
    if (waiting.length > 0) setImmediate(flush);
    for (const tell of committed(batch)) tell();
  }

  function committed(batch: readonly Waiting<Item, Refusal>[]): readonly (() => void)[] {
    try {
      const outcome = attemptWrite(db, () => commit(batch));
      if (outcome.isOk()) return outcome.value;
      return batch.map(
        ({ settle }) =>
          () =>
            settle(err(outcome.error)),
      );
    } catch (bug) {
      return batch.map(
        ({ fail }) =>
          () =>
            fail(bug),
      );
    }
  }

  return (item) =>
    new ResultAsync(
      new Promise((settle, fail) => {
        waiting.push({ item, settle, fail });
        if (waiting.length === 1) setImmediate(flush);
      }),
    );
}
