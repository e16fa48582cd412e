import { sqliteLedger } from "@bourse/adapters/sqlite";
import type { AccountId } from "@bourse/core";
import { valueOf } from "@bourse/testkit";
import Database from "better-sqlite3";
import { traded } from "../audit/traded.ts";
import type { Store } from "./store.ts";

/** Opens an account with a bit of everything: cash in and out, two stocks, a sale in part, keys on some. */
export async function trader(store: Store): Promise<AccountId> {
  const accountId = await store.openAccount();
  const ledger = sqliteLedger(store.db());
  for (const entry of traded(accountId)) valueOf(await ledger.append([entry]));
  return accountId;
}

/** Changes rows as no server would: with every trigger, constraint and reference out of the way, put back afterwards. */
export function plant(path: string, change: (db: Database.Database) => void): void {
  const db = new Database(path);
  try {
    const triggers = db.prepare<[], { name: string; sql: string }>(
      "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'",
    );
    const kept = triggers.all();
    db.pragma("foreign_keys = OFF");
    db.pragma("ignore_check_constraints = ON");
    for (const { name } of kept) db.exec(`DROP TRIGGER ${name}`);
    change(db);
    for (const { sql } of kept) db.exec(sql);
  } finally {
    db.close();
  }
}
