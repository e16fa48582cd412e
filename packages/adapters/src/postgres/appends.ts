import {
  areConsecutive,
  type Conflict,
  type ConsecutiveEntries,
  type Entry,
  type Ledger,
  type StoreUnavailable,
} from "@bourse/core";
import { err, ok, ResultAsync, type Result } from "neverthrow";
import { DatabaseError, type Pool } from "pg";
import { insertEntries, insertTogether } from "./insert-entries.ts";
import { attempt } from "./transactions.ts";

/** The most entries that one statement writes, and how many statements may be under way at once. */
const [MAX_BATCH, MAX_UNDER_WAY] = [256, 4];

type Outcome = Result<void, Conflict | StoreUnavailable>;
const CONFLICT: Outcome = err({ kind: "Conflict" });
type Waiting = {
  readonly entry: Entry;
  readonly settle: (outcome: Outcome) => void;
  readonly fail: (bug: unknown) => void;
};

/**
 * Writes entries, as many as wait at a time by one statement. Each is answered only once that statement is committed. One
 * that meets another writer's is answered Conflict and leaves the others untouched; so does one that only a bug can make.
 * Several of one account, which go in together or not at all, are a statement of their own.
 */
export function appendsTo(pool: Pool): Ledger["append"] {
  let waiting: Waiting[] = [];
  let underWay = 0;
  let isDue = false;

  function send(): void {
    underWay += 1;
    const batch = oneOfEachAccount(waiting);
    waiting = waiting.filter((each) => !batch.includes(each));
    void write(pool, batch).finally(() => {
      underWay -= 1;
      due();
    });
  }

  /** Once in a turn of the event loop, so that what arrives in it goes together. */
  function due(): void {
    if (isDue || waiting.length === 0 || underWay >= MAX_UNDER_WAY) return;
    isDue = true;
    setImmediate(() => {
      isDue = false;
      send();
      due();
    });
  }

  return (entries) => {
    const [entry] = entries;
    if (entries.length > 1) return together(pool, entries);
    return new ResultAsync(
      new Promise<Outcome>((settle, fail) => {
        waiting.push({ entry, settle, fail });
        // One account's orders come one at a time, and would each wait for whatever else this turn is busy with.
        if (underWay === 0 && !isDue) send();
        else due();
      }),
    );
  };
}

function together(pool: Pool, entries: ConsecutiveEntries): ReturnType<Ledger["append"]> {
  if (!areConsecutive(entries)) return new ResultAsync(Promise.resolve(CONFLICT));
  return attempt(() => insertTogether(pool, entries)).andThen((areThere) => (areThere ? ok() : CONFLICT));
}

/** In one order for every replica, or two that write of the same accounts would wait for each other for ever. */
function oneOfEachAccount(waiting: readonly Waiting[]): readonly Waiting[] {
  const batch = new Map<string, Waiting>();
  for (const each of waiting) {
    if (batch.size === MAX_BATCH) break;
    if (!batch.has(each.entry.accountId)) batch.set(each.entry.accountId, each);
  }
  return [...batch.values()].toSorted((a, b) => (a.entry.accountId < b.entry.accountId ? -1 : 1));
}

async function write(pool: Pool, batch: readonly Waiting[]): Promise<void> {
  const entries = batch.map(({ entry }) => entry);
  try {
    const written = await attempt(() => insertEntries(pool, entries));
    for (const { entry, settle } of batch) {
      settle(written.andThen((ids) => (ids.has(entry.accountId) ? ok() : CONFLICT)));
    }
  } catch (bug) {
    // The database says that nothing was written. Each is tried by itself, so that only the one with the bug fails.
    if (batch.length > 1 && bug instanceof DatabaseError) for (const each of batch) await write(pool, [each]);
    else for (const { fail } of batch) fail(bug);
  }
}
