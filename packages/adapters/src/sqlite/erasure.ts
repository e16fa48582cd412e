import type { Database } from "better-sqlite3";
import { attempt } from "./failures.ts";

/** How long until it is tried again to erase what a reader has kept from being erased, in milliseconds. */
const RETRY_AFTER = 60_000;

/**
 * Makes the file forget what was overwritten or deleted in it. `secure_delete` writes zeros over that, but until the
 * write-ahead log is folded into the file, the file has the old page and the log may have every version of it.
 *
 * A reader, such as a backup, may hold the log for as long as it reads: then it is tried again, until it works or the
 * file is closed; and the file is opened with an empty log. False when it did not work at once.
 */
export function erasure(db: Database): () => boolean {
  let retry: NodeJS.Timeout | null = null;

  function erase(): boolean {
    const isErased = emptyLog(db);
    if (!isErased && !retry) {
      retry = setTimeout(() => {
        retry = null;
        if (db.open) erase();
      }, RETRY_AFTER).unref();
    }
    return isErased;
  }
  return erase;
}

/**
 * Folds the log into the file and cuts it to nothing, unless someone reads it: that is not waited for. What is written
 * is safe in the log whether or not this works, so that a disk which fails here fails nobody's request.
 */
export function emptyLog(db: Database): boolean {
  return attempt(() => {
    const patience = Number(db.pragma("busy_timeout", { simple: true }));
    db.pragma("busy_timeout = 0");
    try {
      return Number(db.pragma("wal_checkpoint(TRUNCATE)", { simple: true })) === 0;
    } finally {
      db.pragma(`busy_timeout = ${patience}`);
    }
  }).unwrapOr(false);
}
