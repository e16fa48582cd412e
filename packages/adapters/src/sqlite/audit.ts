import type { AccountId } from "@bourse/core";
import type { Database } from "better-sqlite3";
import type { UntrustedRow } from "../kysely/audit-rows.ts";
import { replayOf, type AuditReport, type Replay } from "../kysely/audit.ts";
import { looseRows, type LooseRow } from "../kysely/loose-rows.ts";
import type { OnProgress } from "../kysely/progress.ts";
import { brokenRows } from "./broken-rows.ts";
import { isDamage } from "./failures.ts";
import { fileProblems } from "./file-problems.ts";
import { QUERIES } from "./ledger-statements.ts";
import { readSqlite } from "./reading.ts";
import { sql } from "./statement.ts";

/**
 * Replays every account's ledger as the file has it now, trusting neither its rows nor the constraints that should hold
 * them. It never writes, and may run while a server does. It keeps no more in memory than one account's holdings and
 * what it finds, however many entries there are.
 *
 * Throws as `readSqlite` does, and when the disk fails; a file that is damaged is a finding.
 */
export function auditSqlite(path: string, onProgress: OnProgress = () => undefined): AuditReport {
  const snapshot = readSqlite(path);
  const { db } = snapshot;
  const problems: string[] = [];
  let accounts = 0;
  let replay: Replay | null = null;
  try {
    onProgress({ step: "checking the file", done: 0, total: 1 });
    problems.push(...fileProblems(db));
    onProgress({ step: "checking the file", done: 1, total: 1 });
    accounts = countOf(db, "accounts");
    replay = replayOf(countOf(db, "cash_transactions"), onProgress);
    auditLedgers(db, replay);
    problems.push(...brokenRows(db));
  } catch (error) {
    if (!isDamage(error)) throw error;
    problems.push(`it cannot be read any further: ${error.message}`);
  } finally {
    snapshot.close();
  }
  return { accounts, entries: replay?.entries() ?? 0, drifts: replay?.drifts() ?? [], problems };
}

function auditLedgers(db: Database, replay: Replay): void {
  for (const row of db.prepare<[], UntrustedRow>(QUERIES.whole().compile().sql).iterate()) replay.entry(row);
  for (const { query, what } of looseRows(sql.$pickTables<"cash_transactions" | "stock_transactions">())) {
    for (const { account_id, seq } of db.prepare<[], LooseRow>(query.compile().sql).iterate()) {
      replay.found({ accountId: account_id as AccountId, seq: Number(seq), what });
    }
  }
}

function countOf(db: Database, table: "accounts" | "cash_transactions"): number {
  return Number(db.prepare<[], bigint>(`SELECT count(*) FROM ${table}`).pluck().get());
}
