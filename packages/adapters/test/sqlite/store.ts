import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openSqlite, sqliteAccounts, type BourseDatabase } from "@bourse/adapters/sqlite";
import type { AccountId } from "@bourse/core";
import { accountOf, hashOf, valueOf } from "@bourse/testkit";

/** A new folder, and how to be rid of it. */
export function temporaryFolder(): { readonly folder: string; readonly remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), "bourse-sqlite-"));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** A brokerage file in a folder of its own. */
export type Store = {
  readonly path: string;
  /** The connection that is open now. */
  readonly db: () => BourseDatabase["db"];
  /** Closes the file and opens it again, as a new process would. */
  readonly reopen: () => BourseDatabase["db"];
  readonly close: () => void;
  /** Opens an account, which the ledger and the sessions need to be there. */
  readonly openAccount: () => Promise<AccountId>;
  readonly dispose: () => Promise<void>;
};

export function newStore(): Store {
  const { folder, remove } = temporaryFolder();
  const path = join(folder, "bourse.sqlite");
  let database = openSqlite(path);
  let opened = 0;
  return {
    path,
    db: () => database.db,
    reopen() {
      database.close();
      database = openSqlite(path);
      return database.db;
    },
    close: () => database.close(),
    async openAccount() {
      opened += 1;
      const account = accountOf(opened);
      valueOf(await sqliteAccounts(database.db).add(account, hashOf("hash")));
      return account.id;
    },
    async dispose() {
      database.close();
      remove();
    },
  };
}
