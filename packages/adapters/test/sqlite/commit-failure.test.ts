import { refusal } from "@bourse/testkit";
import { SqliteError, type Database } from "better-sqlite3";
import { ok } from "neverthrow";
import { expect, it } from "vitest";
import { groupCommit } from "../../src/sqlite/group-commit.ts";

/**
 * A disk that takes every write and then fails to make them last: no real one can be told to. It has what a group
 * commit uses of a Database.
 */
function failingAtCommit(error: Error): Database {
  const transaction = (work: (batch: unknown) => unknown) => ({
    immediate: (batch: unknown) => {
      work(batch);
      throw error;
    },
  });
  return { open: true, transaction, pragma: () => [] } as unknown as Database;
}

it("a failure in the commit answers StoreUnavailable to the whole batch, though each write went well", async () => {
  const error = new SqliteError("disk I/O error", "SQLITE_IOERR_FSYNC");
  const written: number[] = [];
  const append = groupCommit(failingAtCommit(error), (item: number) => {
    written.push(item);
    return ok();
  });
  const appended = await Promise.all([append(1), append(2), append(3)]);
  expect(written).toEqual([1, 2, 3]);
  for (const result of appended) expect(refusal(result, "StoreUnavailable").cause).toBe(error);
});

it("a bug in the commit rejects every call of the batch", async () => {
  const append = groupCommit(failingAtCommit(new TypeError("a bug")), () => ok());
  const appended = await Promise.allSettled([append(1), append(2)]);
  expect(appended.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
});
