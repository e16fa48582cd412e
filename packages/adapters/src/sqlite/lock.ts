import Database from "better-sqlite3";
import { isBusy } from "./failures.ts";

/** Another server has the database file open. */
export class DatabaseInUse extends Error {
  constructor(path: string) {
    super(`${path} is in use by another Bourse, a server or a command; stop that one first, or set another DATA_DIR.`);
    this.name = "DatabaseInUse";
  }
}

/**
 * Nobody else need keep hold of a lock: an app may drop the function that lets go of it, and a connection that is
 * garbage-collected is closed, so that another process could open the file while this one still writes to it.
 */
const held = new Set<Database.Database>();

/**
 * Holds an exclusive lock beside the database for as long as this process lives. The operating system lets go of it
 * however the process ends, so a kill leaves nothing to clean up; and the database itself stays open to readers.
 */
export function lockDatabase(path: string): () => void {
  const file = `${path}.lock`;
  try {
    const lock = new Database(file, { timeout: 0 });
    try {
      lock.exec("BEGIN EXCLUSIVE");
    } catch (error) {
      lock.close();
      throw error;
    }
    held.add(lock);
    return () => {
      lock.close();
      held.delete(lock);
    };
  } catch (cause) {
    if (isBusy(cause)) throw new DatabaseInUse(path);
    throw new Error(`${file} cannot be locked.`, { cause });
  }
}
