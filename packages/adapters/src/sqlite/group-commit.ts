import type { StoreUnavailable } from "@bourse/core";
import type { Database } from "better-sqlite3";
import { err, ResultAsync, type Result } from "neverthrow";
import { storeFailure } from "./failures.ts";

/** The most writes that share one commit: it bounds how long a commit holds the event loop. */
const MAX_BATCH = 512;

type Waiting<Item, Refusal> = {
  readonly item: Item;
  readonly settle: (outcome: Result<void, Refusal | StoreUnavailable>) => void;
  readonly fail: (bug: unknown) => void;
};

/**
 * Writes that arrive in one turn of the event loop share one commit, and so one wait for the disk. Each is answered only
 * once that commit is done. `write` runs in a savepoint of its own: what it refuses leaves the others untouched.
 */
export function groupCommit<Item, Refusal>(
  db: Database,
  write: (item: Item) => Result<void, Refusal>,
): (item: Item) => ResultAsync<void, Refusal | StoreUnavailable> {
  let waiting: Waiting<Item, Refusal>[] = [];
  const commit = db.transaction((batch: readonly Waiting<Item, Refusal>[]) => batch.map(({ item }) => write(item)));

  function flush(): void {
    const batch = waiting.slice(0, MAX_BATCH);
    waiting = waiting.slice(MAX_BATCH);
    if (waiting.length > 0) setImmediate(flush);
    try {
      const outcomes = commit.immediate(batch);
      batch.forEach(({ settle }, index) => settle(outcomes[index] ?? err(lost())));
    } catch (error) {
      refuse(batch, error);
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

/** The commit failed: whether it reached the disk is not known to anyone yet. */
function refuse<Item, Refusal>(batch: readonly Waiting<Item, Refusal>[], error: unknown): void {
  try {
    const failure = storeFailure(error);
    for (const { settle } of batch) settle(err(failure));
  } catch (bug) {
    for (const { fail } of batch) fail(bug);
  }
}

function lost(): StoreUnavailable {
  return { kind: "StoreUnavailable", cause: new Error("a batch answered for fewer writes than it was given") };
}
