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
 * once that commit is done. `write` works in a savepoint of its own: what it refuses, or stumbles over, leaves the
 * others untouched. A store that fails is another matter: it fails them all.
 */
export function groupCommit<Item, Refusal>(
  db: Database,
  write: (item: Item) => Result<void, Refusal>,
): (item: Item) => ResultAsync<void, Refusal | StoreUnavailable> {
  let waiting: Waiting<Item, Refusal>[] = [];
  const commit = db.transaction((batch: readonly Waiting<Item, Refusal>[]) => batch.map(attempted));

  /** Answers how to tell the outcome, for when it is certain. */
  function attempted({ item, settle, fail }: Waiting<Item, Refusal>): () => void {
    try {
      const outcome = write(item);
      return () => settle(outcome);
    } catch (error) {
      if (isStoreFailure(error)) throw error;
      return () => fail(error);
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
      const outcome = attemptWrite(db, () => commit.immediate(batch));
      if (outcome.isOk()) return outcome.value;
      return batch.map(
        ({ settle }) =>
          () =>
            settle(err(outcome.error)),
      );
    } catch (cause) {
      // A closed database has taken nothing.
      return batch.map(({ settle, fail }) => () => {
        if (db.open) fail(cause);
        else settle(err({ kind: "StoreUnavailable", cause }));
      });
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
