import { auditEntry, unaudited, type AccountId, type Ledger } from "@bourse/core";
import { valueOf } from "@bourse/testkit";
import { expect } from "vitest";

/** Replays all entries by the auditor's rules, and holds the portfolio that the rows say against it. */
export async function expectSound(ledger: Ledger, accountId: AccountId): Promise<void> {
  let audited = unaudited(accountId);
  for (const entry of valueOf(await ledger.tail({ accountId, after: 0, limit: 10_000 }))) {
    audited = valueOf(auditEntry(audited, entry));
  }
  expect(valueOf(await ledger.portfolio(accountId))).toEqual(audited.portfolio);
}
