import { auditEntry, unaudited, type AccountId, type Drift } from "@bourse/core";
import type { Database } from "better-sqlite3";
import { untrustedEntry, type UntrustedRow } from "../kysely/audit-rows.ts";
import { brokenRows } from "./broken-rows.ts";
import { isDamage } from "./failures.ts";
import { fileProblems } from "./file-problems.ts";
import { QUERIES } from "./ledger-statements.ts";
import { looseRows } from "./loose-rows.ts";
import type { OnProgress } from "./progress.ts";
import { readSqlite } from "./reading.ts";

/** How many entries are replayed between two tellings of how far it is. */
const TOLD_EACH = 10_000;

export type AuditReport = {
  readonly accounts: number;
  readonly entries: number;
  /** The first drift of each account that has one, by account. */
  readonly drifts: readonly Drift[];
  /** What is wrong with the file as a whole. */
  readonly problems: readonly string[];
};

export function isSound({ drifts, problems }: AuditReport): boolean {
  return drifts.length === 0 && problems.length === 0;
}

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
  const drifts = new Map<string, Drift>();
  const problems: string[] = [];
  const counted = { accounts: 0, entries: 0 };
  try {
    onProgress({ step: "checking the file", done: 0, total: 1 });
    problems.push(...fileProblems(db));
    onProgress({ step: "checking the file", done: 1, total: 1 });
    counted.accounts = countOf(db, "accounts");
    counted.entries = replay(db, drifts, onProgress);
    for (const drift of looseRows(db)) keepFirst(drifts, drift);
    problems.push(...brokenRows(db));
  } catch (error) {
    if (!isDamage(error)) throw error;
    problems.push(`it cannot be read any further: ${error.message}`);
  } finally {
    snapshot.close();
  }
  const byAccount = [...drifts].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, drift]) => drift);
  return { ...counted, drifts: byAccount, problems };
}

/** Answers how many entries there are. */
function replay(db: Database, drifts: Map<string, Drift>, onProgress: OnProgress): number {
  const total = countOf(db, "cash_transactions");
  const { sql } = QUERIES.whole().compile();
  const step = "replaying the entries";
  let audited = unaudited("" as AccountId);
  let done = 0;
  onProgress({ step, done, total });
  for (const row of db.prepare<[], UntrustedRow>(sql).iterate()) {
    const accountId = String(row.account_id) as AccountId;
    if (accountId !== audited.portfolio.accountId) audited = unaudited(accountId);
    if (!drifts.has(accountId)) {
      untrustedEntry(row)
        .mapErr((what): Drift => ({ accountId, seq: Number(row.seq), what }))
        .andThen((entry) => auditEntry(audited, entry))
        .match(
          (next) => (audited = next),
          (drift) => void drifts.set(accountId, drift),
        );
    }
    done += 1;
    if (done % TOLD_EACH === 0 || done === total) onProgress({ step, done, total });
  }
  return done;
}

function keepFirst(drifts: Map<string, Drift>, drift: Drift): void {
  const known = drifts.get(drift.accountId);
  if (known === undefined || drift.seq < known.seq) drifts.set(drift.accountId, drift);
}

function countOf(db: Database, table: "accounts" | "cash_transactions"): number {
  return Number(db.prepare<[], bigint>(`SELECT count(*) FROM ${table}`).pluck().get());
}
