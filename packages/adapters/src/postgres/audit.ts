import type { AccountId } from "@bourse/core";
import type { UntrustedRow } from "../kysely/audit-rows.ts";
import { replayOf, type AuditReport, type Replay } from "../kysely/audit.ts";
import { ledgerQueries } from "../kysely/ledger-queries.ts";
import { looseRows, type LooseRow } from "../kysely/loose-rows.ts";
import type { OnProgress } from "../kysely/progress.ts";
import { isCopying } from "./copying.ts";
import { brokenRows, schemaProblems } from "./database-problems.ts";
import { isDamage } from "./failures.ts";
import { MIGRATIONS } from "./migrations.ts";
import { connectPatiently, type Patient } from "./patient.ts";
import { knownSchema, type Schema } from "./schema-parts.ts";
import { sql } from "./statement.ts";

/** The queries that cursors are opened for. */
const LEDGERS = sql.$pickTables<"cash_transactions" | "stock_transactions">();

/**
 * Replays every account's ledger as the database has it now, by the rules that a file is audited by, trusting neither its
 * rows nor the constraints that should hold them. It writes nothing that stays, sees one moment however many servers
 * write meanwhile, and keeps no more in memory than a page of rows, one account's holdings and what it finds.
 *
 * Throws, with a message for whoever asked, when the database cannot be reached or has no brokerage in it. Its user must
 * be allowed to make a schema, in which the brokerage's is made anew to compare with, and taken back.
 */
export async function auditPostgres(url: string, onProgress: OnProgress = () => undefined): Promise<AuditReport> {
  const patient = await connectPatiently(url);
  try {
    const version = await versionOf(patient);
    const known = await patient.inTransaction(() => knownSchema(patient.client, version));
    return await patient.inTransaction(
      () => auditWithin(patient, known, onProgress),
      "ISOLATION LEVEL REPEATABLE READ READ ONLY",
    );
  } finally {
    await patient.close();
  }
}

/** The audit of what the transaction that is open sees. */
export async function auditWithin(patient: Patient, known: Schema, onProgress: OnProgress): Promise<AuditReport> {
  const { client } = patient;
  const step = "checking the database";
  const problems: string[] = [];
  let accounts = 0;
  let replay: Replay | null = null;
  try {
    onProgress({ step, done: 0, total: 1 });
    if (await isCopying(client)) problems.push("it is a copy that has begun and is not finished");
    problems.push(...(await schemaProblems(client, known)));
    problems.push(...(await brokenRows(client, known)));
    onProgress({ step, done: 1, total: 1 });
    accounts = await countOf(patient, "accounts");
    replay = replayOf(await countOf(patient, "cash_transactions"), onProgress);
    await auditLedgers(patient, replay);
  } catch (error) {
    if (!isDamage(error)) throw error;
    problems.push(`it cannot be read any further: ${error.message}`);
  }
  return { accounts, entries: replay?.entries() ?? 0, drifts: replay?.drifts() ?? [], problems };
}

async function auditLedgers({ pages }: Patient, replay: Replay): Promise<void> {
  for await (const page of pages<UntrustedRow>(ledgerQueries(LEDGERS).whole().compile().sql)) {
    for (const row of page) replay.entry(row);
  }
  for (const { query, what } of looseRows(LEDGERS)) {
    for await (const page of pages<LooseRow>(query.compile().sql)) {
      for (const { account_id, seq } of page) {
        replay.found({ accountId: account_id as AccountId, seq: Number(seq), what });
      }
    }
  }
}

async function countOf({ client }: Patient, table: "accounts" | "cash_transactions"): Promise<number> {
  const { rows } = await client.query<{ count: bigint }>(`SELECT count(*) AS count FROM ${table}`);
  return Number(rows[0]?.count);
}

async function versionOf({ client, place }: Patient): Promise<number> {
  const { rows } = await client.query<{ isThere: boolean }>(
    `SELECT to_regclass('brokerage_schema') IS NOT NULL AS "isThere"`,
  );
  const versions = rows[0]?.isThere
    ? await client.query<{ version: bigint }>("SELECT version FROM brokerage_schema")
    : { rows: [] };
  const version = Number(versions.rows[0]?.version ?? 0n);
  if (version === 0) throw new Error(`${place} has no brokerage in it.`);
  if (version > MIGRATIONS.length) {
    throw new Error(
      `${place} has schema ${version}; this Bourse knows ${MIGRATIONS.length} at most. Use a newer Bourse.`,
    );
  }
  return version;
}
