import { isSound, type AuditReport } from "../kysely/audit.ts";
import { COPIED, type CopiedRow, type CopySource } from "../kysely/copied.ts";
import type { OnProgress } from "../kysely/progress.ts";
import { auditWithin } from "./audit.ts";
import { copyDifferences } from "./copy-differences.ts";
import { beginCopy, endCopy, stepOfCopy } from "./copy-progress.ts";
import { rowsOf } from "./given-rows.ts";
import { openChecked } from "./open.ts";
import { connectPatiently, type Patient } from "./patient.ts";
import { knownSchema } from "./schema-parts.ts";

/** How many rows go in one transaction: what a kill undoes at most. */
const BATCH = 4000;

/** A database to copy into. */
export type CopyTarget = {
  /**
   * Copies all of the source, or what is still missing of it, each batch in one transaction with how far it is; then
   * holds the whole against the source, row by row, audits it, and only then lets servers have it. When the report is
   * not sound, they are still refused.
   *
   * Done again once it is done, it finds what it would make. Throws, with a message for whoever asked, when anything
   * else is there, or a copy of something else has begun.
   */
  readonly take: (source: CopySource, onProgress?: OnProgress) => Promise<AuditReport>;
  readonly close: () => Promise<void>;
};

/** Opens a database to copy into; changes nothing in it yet. Throws, without the URL's password, when it cannot. */
export async function openCopyTarget(url: string): Promise<CopyTarget> {
  const patient = await connectPatiently(url);
  return {
    async take(source, onProgress = () => undefined) {
      // As a server would: the schema is brought up to date, and one that is not to be trusted is refused.
      const brokerage = await openChecked({ url, connections: 1 }, async () => undefined);
      await brokerage.close();
      const copied = await beginCopy(patient, source);
      if (copied === null) return checkedWhole(patient, source, onProgress);
      await copyFrom(patient, source, copied, onProgress);
      return finished(patient, source, onProgress);
    },
    close: patient.close,
  };
}

async function copyFrom(patient: Patient, source: CopySource, begun: number, onProgress: OnProgress): Promise<void> {
  const step = "copying the rows";
  const total = COPIED.reduce((sum, { table }) => sum + source.count(table), 0);
  let copied = begun;
  /** How many of those that are there belong to the tables before. */
  let before = 0;
  onProgress({ step, done: copied, total });
  for (const table of COPIED) {
    const count = source.count(table.table);
    const there = Math.min(Math.max(copied - before, 0), count);
    for (const batch of inBatches(source.rows(table, there))) {
      await stepOfCopy(patient, copied, batch.length, () => insert(patient, table, batch));
      copied += batch.length;
      onProgress({ step, done: copied, total });
    }
    before += count;
  }
}

function insert({ client }: Patient, table: (typeof COPIED)[number], batch: readonly CopiedRow[]): Promise<unknown> {
  const { table: name, columns } = table;
  return client.query({
    name: `copy-${name}`,
    text: `INSERT INTO ${name} (${columns.join(", ")}) SELECT * FROM ${rowsOf(columns, 1)}`,
    values: columns.map((_, index) => batch.map((row) => row[index])),
  });
}

function* inBatches(rows: Iterable<CopiedRow>): Generator<readonly CopiedRow[]> {
  let batch: CopiedRow[] = [];
  for (const row of rows) {
    batch.push(row);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** Takes back that it is finished, for what the report says. */
class NotWhole extends Error {
  readonly report: AuditReport;
  constructor(report: AuditReport) {
    super("the copy is not whole");
    this.report = report;
  }
}

/** What ends the copy keeps everybody else away until it is committed: it is as it was checked. */
async function finished(patient: Patient, source: CopySource, onProgress: OnProgress): Promise<AuditReport> {
  // Else the first who ask much of it would be answered by plans for empty tables.
  for (const { table } of COPIED) await patient.client.query(`ANALYZE ${table}`);
  try {
    return await patient.inTransaction(async () => {
      await endCopy(patient);
      const differences = await copyDifferences(patient, source, onProgress);
      const audited = await auditOf(patient, onProgress);
      const report = { ...audited, problems: [...differences, ...audited.problems] };
      if (!isSound(report)) throw new NotWhole(report);
      return report;
    });
  } catch (error) {
    if (error instanceof NotWhole) return error.report;
    throw error;
  }
}

/** Of a brokerage that no copy has begun: whoever was not told that the copy is done finds that it is. */
function checkedWhole(patient: Patient, source: CopySource, onProgress: OnProgress): Promise<AuditReport> {
  return patient.inTransaction(async () => {
    const differences = await copyDifferences(patient, source, onProgress);
    if (differences.length === 0) return auditOf(patient, onProgress);
    throw new Error(`${patient.place} is not empty: it has another brokerage in it, or this one has gone on there.`);
  }, "ISOLATION LEVEL REPEATABLE READ");
}

async function auditOf(patient: Patient, onProgress: OnProgress): Promise<AuditReport> {
  return auditWithin(patient, await knownSchema(patient.client), onProgress);
}
