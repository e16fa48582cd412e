import { COPIED, type CopiedRow, type CopiedTable, type CopySource } from "../kysely/copied.ts";
import type { OnProgress } from "../kysely/progress.ts";
import type { Patient } from "./patient.ts";

/** How many rows are compared between two tellings of how far it is. */
const TOLD_EACH = 10_000;

/**
 * Holds every row of a copy against its source's, value by value, within the transaction that is open: both in the order
 * of their keys, a page at a time. Answers the first difference of each table that has one; none when they are the same.
 */
export async function copyDifferences(
  patient: Patient,
  source: CopySource,
  onProgress: OnProgress,
): Promise<readonly string[]> {
  const step = "comparing the rows";
  const total = COPIED.reduce((sum, { table }) => sum + source.count(table), 0);
  const differences: string[] = [];
  let done = 0;
  onProgress({ step, done, total });
  for (const table of COPIED) {
    const difference = await firstDifference(patient, source, table, () => {
      done += 1;
      if (done % TOLD_EACH === 0 || done === total) onProgress({ step, done, total });
    });
    if (difference !== null) differences.push(difference);
  }
  return differences;
}

async function firstDifference(
  { pages }: Patient,
  source: CopySource,
  table: CopiedTable,
  onSame: () => void,
): Promise<string | null> {
  const { columns, key } = table;
  const query = `SELECT ${columns.join(", ")} FROM ${table.table} ORDER BY ${key.join(", ")}`;
  const wanted = source.rows(table, 0)[Symbol.iterator]();
  try {
    for await (const page of pages<(bigint | string | null)[]>(query, true)) {
      for (const row of page) {
        const { value, done } = wanted.next();
        if (done === true) return `${nameOf(table, row)} is not in its source`;
        const column = columns.find((_, index) => row[index] !== value[index]);
        if (column !== undefined) return `${nameOf(table, value)} is not as in its source: ${column} differs`;
        onSame();
      }
    }
    const { value, done } = wanted.next();
    return done === true ? null : `${nameOf(table, value)} of its source is missing`;
  } finally {
    // A query that is left half-read keeps the file from all else.
    wanted.return?.();
  }
}

/** Not by its values, which may be secret. */
function nameOf({ table, key }: CopiedTable, row: CopiedRow): string {
  return `the row ${key.map((column, index) => `${column} ${String(row[index])}`).join(", ")} of ${table}`;
}
