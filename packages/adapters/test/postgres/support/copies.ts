import { join } from "node:path";
import { openCopyTarget, type PostgresDatabase } from "@bourse/adapters/postgres";
import {
  openSqlite,
  sqliteAccounts,
  sqliteCopySource,
  sqliteLedger,
  sqlitePasswordResets,
  sqliteSessions,
  type BourseDatabase,
  type Progress,
} from "@bourse/adapters/sqlite";
import type { AccountId } from "@bourse/core";
import { accountOf, hashOf, valueOf } from "@bourse/testkit";
import { onTestFinished } from "vitest";
import { traded } from "../../audit/traded.ts";
import { temporaryFolder } from "../../sqlite/store.ts";

/** A file with a bit of everything in it, which no server has. */
export async function brokerageFile(traders: number): Promise<string> {
  const { folder, remove } = temporaryFolder();
  onTestFinished(remove);
  const path = join(folder, "bourse.sqlite");
  await changed(path, async (database) => {
    database.db.pragma("synchronous = OFF");
    for (let number = 1; number <= traders + 3; number += 1) await opened(database, number);
    const [barred, gone, signedIn] = [1, 2, 3].map((more) => accountOf(traders + more).id) as [
      AccountId,
      AccountId,
      AccountId,
    ];
    const accounts = sqliteAccounts(database.db);
    valueOf(await accounts.setBlacklisted(barred, true));
    valueOf(await accounts.setBlacklisted(gone, true));
    valueOf(await accounts.close(gone));
    valueOf(
      await sqliteSessions(database.db).start({ id: "s", accountId: signedIn, startedAt: 1, expiresAt: 2 } as never),
    );
    valueOf(
      await sqlitePasswordResets(database.db).add({
        fingerprint: "f",
        accountId: signedIn,
        askedAt: 1,
        expiresAt: 2,
      } as never),
    );
    database.db.exec("INSERT INTO failed_attempts VALUES ('tried', 3, 1000), ('Tried', 1, 2000)");
    const ledger = sqliteLedger(database.db);
    for (let number = 1; number <= traders; number += 1) {
      for (const each of await Promise.all(traded(accountOf(number).id).map((entry) => ledger.append([entry]))))
        valueOf(each);
    }
  });
  return path;
}

async function opened({ db }: BourseDatabase, number: number): Promise<void> {
  const account = { ...accountOf(number), name: number % 2 === 0 ? null : `Zoë 🦊 ${number}` };
  valueOf(await sqliteAccounts(db).add(account, hashOf("hash")));
}

/** What a server does to the file, which is then closed. */
export async function changed(path: string, work: (database: BourseDatabase) => unknown): Promise<void> {
  const database = openSqlite(path);
  try {
    await work(database);
  } finally {
    database.close();
  }
}

/** Whoever is told of progress may throw: that cuts the copy off. */
export async function copied(path: string, url: string, onProgress?: (progress: Progress) => void) {
  const target = await openCopyTarget(url);
  try {
    const source = sqliteCopySource(path);
    try {
      return await target.take(source, onProgress);
    } finally {
      source.close();
    }
  } finally {
    await target.close();
  }
}

const TABLES: Readonly<Record<string, readonly [sqlite: string, postgres: string]>> = {
  accounts: [
    `SELECT id, username, email, name, date_of_birth, password_hash, username_fingerprint, email_fingerprint, blacklisted,
      opened_at FROM accounts LEFT JOIN people ON number = person ORDER BY id`,
    `SELECT id, username, email, name, date_of_birth, password_hash, username_fingerprint, email_fingerprint, blacklisted,
      opened_at FROM accounts ORDER BY id`,
  ],
  ...Object.fromEntries(
    ["blacklisted_emails", "failed_attempts", "cash_transactions", "stock_transactions"].map((table) => {
      const all = `SELECT * FROM ${table} ORDER BY 1, 2`;
      return [table, [all, all]];
    }),
  ),
};

type Rows = Readonly<Record<string, readonly unknown[]>>;

/** Every row that must have moved, of the file and of the database, by its table. */
export async function rowsOfBoth(
  path: string,
  { pool }: PostgresDatabase,
): Promise<{ readonly inFile: Rows; readonly inDatabase: Rows }> {
  const inFile: Record<string, readonly unknown[]> = {};
  const inDatabase: Record<string, readonly unknown[]> = {};
  await changed(path, async ({ db }) => {
    for (const [table, [sqlite, postgres]] of Object.entries(TABLES)) {
      inFile[table] = db.prepare<[]>(sqlite).all();
      inDatabase[table] = (await pool.query<object>(postgres)).rows;
    }
  });
  return { inFile, inDatabase };
}
