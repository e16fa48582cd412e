import { auditSqlite } from "@bourse/adapters/sqlite";
import type { AccountId, Entry, Ledger } from "@bourse/core";
import { valueOf } from "@bourse/testkit";

const PAGE = 500;

/** All of an account's entries, oldest first. */
export async function entriesOf(ledger: Ledger, accountId: AccountId): Promise<readonly Entry[]> {
  const entries: Entry[] = [];
  for (;;) {
    const page = valueOf(await ledger.tail({ accountId, after: entries.at(-1)?.seq ?? 0, limit: PAGE }));
    entries.push(...page);
    if (page.length < PAGE) return entries;
  }
}

/** What the auditor finds wrong with a file, which may be open in a server. */
export function auditFaults(file: string): readonly string[] {
  const { drifts, problems } = auditSqlite(file);
  return [...problems, ...drifts.map(({ accountId, seq, what }) => `account ${accountId}, entry ${seq}: ${what}`)];
}
