import { openPostgres, postgresLedger } from "@bourse/adapters/postgres";
import { auditEntry, unaudited } from "@bourse/core";
import { few } from "../few.ts";
import { heldAgainst, ledgersOf, type Ledgers } from "../../load/audit.ts";
import { sightFaults } from "./sights.ts";
import type { Town } from "./town.ts";

/** What is wrong with the accounts as the database has them now, by all that anybody was ever answered. */
export async function auditTown({ url, everyone, book, sights }: Town): Promise<readonly string[]> {
  const database = await openPostgres({ url });
  try {
    const ledgers = await ledgersOf(postgresLedger(database), everyone);
    const faults = [...driftsOf(ledgers), ...heldAgainst(book, ledgers).faults, ...sightFaults(sights, ledgers)];
    // They have been looked at, and hold from now on: nothing of a ledger ever changes.
    sights.seen.length = 0;
    return few(faults);
  } finally {
    await database.close();
  }
}

/** Each entry must follow from those before it, by the core's own rules. */
function driftsOf(ledgers: Ledgers): readonly string[] {
  return [...ledgers].flatMap(([{ accountId }, entries]) => {
    let audited = unaudited(accountId);
    for (const entry of entries) {
      const next = auditEntry(audited, entry);
      if (next.isErr()) return [`account ${accountId}, entry ${next.error.seq}: ${next.error.what}`];
      audited = next.value;
    }
    return [];
  });
}
