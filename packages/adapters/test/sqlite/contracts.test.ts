import { readFileSync } from "node:fs";
import {
  sqliteAccounts,
  sqliteAttempts,
  sqliteLedger,
  sqlitePasswordResets,
  sqliteSessions,
} from "@bourse/adapters/sqlite";
import { manualClock, verifyContract } from "@bourse/testkit";
import {
  accountsContract,
  attemptsContract,
  ledgerContract,
  passwordResetsContract,
  sessionsContract,
  type AccountsSubject,
  type AttemptsSubject,
  type LedgerSubject,
  type PasswordResetsSubject,
  type SessionsSubject,
} from "@bourse/testkit/contracts";
import { SqliteError } from "better-sqlite3";
import { describe, it } from "vitest";
import { newStore, type Store } from "./store.ts";

async function accounts(): Promise<AccountsSubject> {
  const { db, reopen, dispose } = newStore();
  return { port: sqliteAccounts(db()), restart: async () => sqliteAccounts(reopen()), dispose };
}

async function sessions(): Promise<SessionsSubject> {
  const { db, reopen, openAccount, dispose } = newStore();
  return { port: sqliteSessions(db()), restart: async () => sqliteSessions(reopen()), openAccount, dispose };
}

async function attempts(): Promise<AttemptsSubject> {
  const { path, db, reopen, dispose } = newStore();
  const clock = manualClock();
  const kept = async (): Promise<string> => {
    const rows = db()
      .prepare("SELECT fingerprint, CAST(count AS TEXT), CAST(last_at AS TEXT) FROM failed_attempts")
      .all();
    const files = [path, `${path}-wal`].map((name) => readFileSync(name));
    return [
      JSON.stringify(rows),
      ...files.flatMap((bytes) => [bytes.toString("latin1"), bytes.toString("hex")]),
    ].join();
  };
  const restart = async () => sqliteAttempts(reopen(), clock);
  return { port: sqliteAttempts(db(), clock), restart, kept, setClock: (now) => clock.set(now), dispose };
}

async function resets(): Promise<PasswordResetsSubject> {
  const { db, reopen, openAccount, dispose } = newStore();
  return {
    port: sqlitePasswordResets(db()),
    restart: async () => sqlitePasswordResets(reopen()),
    openAccount,
    dispose,
  };
}

async function ledger(): Promise<LedgerSubject> {
  const store = newStore();
  return {
    port: sqliteLedger(store.db()),
    restart: async () => sqliteLedger(store.reopen()),
    breakNextAppend: () => breakBetweenLegs(store),
    openAccount: store.openAccount,
    dispose: store.dispose,
  };
}

/** The disk fails once, when a trade's cash leg is written and its share leg is not. */
function breakBetweenLegs({ db }: Store): void {
  let failed = false;
  db().function("fail", () => {
    if (failed) return null;
    failed = true;
    throw new SqliteError("disk I/O error", "SQLITE_IOERR_WRITE");
  });
  db().exec("CREATE TEMP TRIGGER broken BEFORE INSERT ON main.stock_transactions BEGIN SELECT fail(); END");
}

verifyContract(accountsContract, accounts, { describe, it });
verifyContract(sessionsContract, sessions, { describe, it });
verifyContract(attemptsContract, attempts, { describe, it });
verifyContract(passwordResetsContract, resets, { describe, it });
verifyContract(ledgerContract, ledger, { describe, it });
