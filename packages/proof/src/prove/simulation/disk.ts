import { join } from "node:path";
import { inMemoryQuoteStore, type QuoteCacheOptions } from "@bourse/adapters/quote-cache";
import {
  openSqlite,
  sqliteAccounts,
  sqliteAttempts,
  sqliteLedger,
  sqlitePasswordResets,
  sqliteQuoteStore,
  sqliteSessions,
} from "@bourse/adapters/sqlite";
import type { Clock, Ports } from "@bourse/core";
import { fakeAccounts, fakeAttempts, fakeLedger, fakePasswordResets, fakeSessions } from "@bourse/testkit";
import { scratchFolder } from "../../process/at-end.ts";

type Stores = Pick<Ports, "accounts" | "attempts" | "ledger" | "resets" | "sessions"> & {
  readonly quotes: QuoteCacheOptions["store"];
};

/** What outlives a process. */
export type Disk = {
  /** The stores as the process that runs now has them open. */
  readonly stores: () => Stores;
  /** The process is gone, and another has opened the stores. */
  readonly reopen: () => void;
  readonly dispose: () => void;
};

/** Stores that lose nothing because they are never closed. */
export function memoryDisk(): Disk {
  const stores: Stores = {
    accounts: fakeAccounts(),
    attempts: fakeAttempts(),
    ledger: fakeLedger(),
    resets: fakePasswordResets(),
    sessions: fakeSessions(),
    quotes: inMemoryQuoteStore(),
  };
  return { stores: () => stores, reopen: () => undefined, dispose: () => undefined };
}

/** The server's own stores, in a file of a temporary folder. */
export function sqliteDisk(clock: Clock): Disk {
  const { folder, remove } = scratchFolder();
  const open = () => openSqlite(join(folder, "bourse.sqlite"));
  const over = ({ db }: ReturnType<typeof open>): Stores => ({
    accounts: sqliteAccounts(db),
    attempts: sqliteAttempts(db, clock),
    ledger: sqliteLedger(db),
    resets: sqlitePasswordResets(db),
    sessions: sqliteSessions(db),
    quotes: sqliteQuoteStore(db),
  });
  let database = open();
  let stores = over(database);
  return {
    stores: () => stores,
    reopen: () => {
      database.close();
      database = open();
      stores = over(database);
    },
    dispose: () => {
      database.close();
      remove();
    },
  };
}
