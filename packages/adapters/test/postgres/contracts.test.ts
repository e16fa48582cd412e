import {
  postgresAccounts,
  postgresAttempts,
  postgresLedger,
  postgresPasswordResets,
  postgresSessions,
} from "@bourse/adapters/postgres";
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
import { describe, it } from "vitest";
import { newStore, type Store } from "./support/store.ts";

async function accounts(): Promise<AccountsSubject> {
  const { database, reopen, dispose } = await newStore();
  return { port: postgresAccounts(database()), restart: async () => postgresAccounts(await reopen()), dispose };
}

async function sessions(): Promise<SessionsSubject> {
  const { database, reopen, openAccount, dispose } = await newStore();
  const restart = async () => postgresSessions(await reopen());
  return { port: postgresSessions(database()), restart, openAccount, dispose };
}

async function attempts(): Promise<AttemptsSubject> {
  const { database, reopen, dispose } = await newStore();
  const clock = manualClock();
  const kept = async (): Promise<string> => {
    const { rows } = await database().pool.query("SELECT failed_attempts::text FROM failed_attempts");
    return JSON.stringify(rows);
  };
  const restart = async () => postgresAttempts(await reopen(), clock);
  return { port: postgresAttempts(database(), clock), restart, kept, setClock: (now) => clock.set(now), dispose };
}

async function resets(): Promise<PasswordResetsSubject> {
  const { database, reopen, openAccount, dispose } = await newStore();
  const restart = async () => postgresPasswordResets(await reopen());
  return { port: postgresPasswordResets(database()), restart, openAccount, dispose };
}

async function ledger(): Promise<LedgerSubject> {
  const store = await newStore();
  return {
    port: postgresLedger(store.database()),
    restart: async () => postgresLedger(await store.reopen()),
    breakNextAppend: () => breakBetweenLegs(store),
    openAccount: store.openAccount,
    dispose: store.dispose,
  };
}

/** The disk fails once, when a trade's cash leg is written and its share leg is not. A sequence is never taken back. */
async function breakBetweenLegs({ alter }: Store): Promise<void> {
  await alter(`
    CREATE SEQUENCE broken;
    CREATE FUNCTION fail_once() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF nextval('broken') = 1 THEN RAISE EXCEPTION 'could not extend the file' USING ERRCODE = 'disk_full'; END IF;
        RETURN NEW;
      END $$;
    CREATE TRIGGER broken BEFORE INSERT ON stock_transactions FOR EACH ROW EXECUTE FUNCTION fail_once()`);
}

verifyContract(accountsContract, accounts, { describe, it });
verifyContract(sessionsContract, sessions, { describe, it });
verifyContract(attemptsContract, attempts, { describe, it });
verifyContract(passwordResetsContract, resets, { describe, it });
verifyContract(ledgerContract, ledger, { describe, it });
