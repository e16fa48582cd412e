import { auditPostgres, openPostgres, postgresLedger } from "@bourse/adapters/postgres";
import { few } from "../few.ts";
import { heldAgainst, ledgersOf } from "../../load/audit.ts";
import { sightFaults } from "./sights.ts";
import type { Town } from "./town.ts";

/** What is wrong with the accounts as the database has them now, by all that anybody was ever answered. */
export async function auditTown({ url, everyone, book, sights }: Town): Promise<readonly string[]> {
  const database = await openPostgres({ url });
  try {
    const ledgers = await ledgersOf(postgresLedger(database), everyone);
    const { drifts, problems } = await auditPostgres(url);
    const objections = drifts.map(({ accountId, seq, what }) => `account ${accountId}, entry ${seq}: ${what}`);
    const faults = [...problems, ...objections, ...heldAgainst(book, ledgers).faults, ...sightFaults(sights, ledgers)];
    // They have been looked at, and hold from now on: nothing of a ledger ever changes.
    sights.seen.length = 0;
    return few(faults);
  } finally {
    await database.close();
  }
}
