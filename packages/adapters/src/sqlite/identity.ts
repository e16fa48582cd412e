import type { Database } from "better-sqlite3";
import { MIGRATIONS } from "./migrations.ts";

/** "Bour" in ASCII: how a file says that it is ours (https://sqlite.org/pragma.html#pragma_application_id). */
export const APPLICATION_ID = 0x42_6f_75_72;

/** How long a statement waits for another process that has the file open, such as a backup, in milliseconds. */
export const BUSY_TIMEOUT = 1000;

/** Throws unless the file is ours, of a schema that is known, or empty. */
export function checkIdentity(db: Database, file: string): void {
  const pragma = (name: string): number => {
    try {
      return Number(db.pragma(name, { simple: true }));
    } catch (cause) {
      throw new Error(`${file} cannot be read as a Bourse database.`, { cause });
    }
  };
  const application = pragma("application_id");
  const isEmpty = application === 0 && pragma("schema_version") === 0;
  if (application !== APPLICATION_ID && !isEmpty) {
    throw new Error(`${file} is a database of another application.`);
  }
  const version = pragma("user_version");
  if (version > MIGRATIONS.length) {
    throw new Error(
      `${file} has schema ${version}; this Bourse knows ${MIGRATIONS.length} at most. Use a newer Bourse.`,
    );
  }
}
