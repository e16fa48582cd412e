import { postgresLedger } from "@bourse/adapters/postgres";
import { verifyContract } from "@bourse/testkit";
import { ledgerContract, type LedgerSubject } from "@bourse/testkit/contracts";
import { describe, it } from "vitest";
import { newStore, type Store } from "./support/store.ts";

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
async function breakBetweenLegs({ database }: Store): Promise<void> {
  await database().pool.query(`
    CREATE SEQUENCE broken;
    CREATE FUNCTION fail_once() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF nextval('broken') = 1 THEN RAISE EXCEPTION 'could not extend the file' USING ERRCODE = 'disk_full'; END IF;
        RETURN NEW;
      END $$;
    CREATE TRIGGER broken BEFORE INSERT ON stock_transactions FOR EACH ROW EXECUTE FUNCTION fail_once()`);
}

verifyContract(ledgerContract, ledger, { describe, it });
