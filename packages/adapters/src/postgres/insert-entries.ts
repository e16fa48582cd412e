import { isTrade, type ConsecutiveEntries, type Entry } from "@bourse/core";
import type { Pool } from "pg";
import { cashRow, stockRow } from "../kysely/entry-rows.ts";
import { CASH_COLUMNS, STOCK_COLUMNS } from "../kysely/ledger-queries.ts";
import { breaksAnyUnique } from "./failures.ts";
import { rowsOf } from "./given-rows.ts";

/** The number of the first parameter that is no column. */
const AFTER_THE_ROWS = 1 + CASH_COLUMNS.length + STOCK_COLUMNS.length;

/**
 * One statement is one transaction, and one round trip. An entry goes in if the one before it is there and neither its
 * number nor its key is taken; a trade's share leg goes in with its cash leg. Answers those that went in. An account may
 * stand in it once only, since a statement does not see what it writes itself. What was before is asked for as a value: as
 * `EXISTS` it may be planned, while there are few entries, to read them all, and that plan is then kept.
 */
const INSERT = `
  WITH cash AS (
    INSERT INTO cash_transactions (${CASH_COLUMNS.join(", ")})
    SELECT * FROM ${rowsOf(CASH_COLUMNS, 1)}
    WHERE seq = 1 OR (
      SELECT true FROM cash_transactions AS before
      WHERE before.account_id = given.account_id AND before.seq = given.seq - 1
    )
    ON CONFLICT DO NOTHING
    RETURNING account_id, seq
  ), stock AS (
    INSERT INTO stock_transactions (${STOCK_COLUMNS.join(", ")})
    SELECT given.* FROM ${rowsOf(STOCK_COLUMNS, 1 + CASH_COLUMNS.length)} JOIN cash USING (account_id, seq)
  )
  SELECT account_id FROM cash`;

/**
 * Several entries of one account: all go in, or none does. Only the first one's predecessor is asked for, the others' are
 * in the statement. So a number or a key that is taken must end the statement, and with it those that build on it.
 */
const INSERT_TOGETHER = `
  WITH cash AS (
    INSERT INTO cash_transactions (${CASH_COLUMNS.join(", ")})
    SELECT * FROM ${rowsOf(CASH_COLUMNS, 1)}
    WHERE $${AFTER_THE_ROWS + 1}::bigint = 1 OR (
      SELECT true FROM cash_transactions AS before
      WHERE before.account_id = $${AFTER_THE_ROWS} AND before.seq = $${AFTER_THE_ROWS + 1}::bigint - 1
    )
    RETURNING account_id, seq
  ), stock AS (
    INSERT INTO stock_transactions (${STOCK_COLUMNS.join(", ")})
    SELECT given.* FROM ${rowsOf(STOCK_COLUMNS, 1 + CASH_COLUMNS.length)} JOIN cash USING (account_id, seq)
  )
  SELECT account_id FROM cash`;

/** The ids of the accounts whose entries are there from now on. */
export async function insertEntries(pool: Pool, entries: readonly Entry[]): Promise<ReadonlySet<string>> {
  // Named, so that each connection parses it once.
  const query = { name: "insert-entries", text: INSERT, values: rowsFor(entries) };
  const { rows } = await pool.query<{ account_id: string }>(query);
  return new Set(rows.map(({ account_id }) => account_id));
}

/** Whether they are there from now on; otherwise none is. */
export async function insertTogether(pool: Pool, entries: ConsecutiveEntries): Promise<boolean> {
  const [{ accountId, seq }] = entries;
  const values = [...rowsFor(entries), accountId, seq];
  try {
    const { rowCount } = await pool.query({ name: "insert-together", text: INSERT_TOGETHER, values });
    return rowCount === entries.length;
  } catch (error) {
    if (breaksAnyUnique(error)) return false;
    throw error;
  }
}

function rowsFor(entries: readonly Entry[]): unknown[][] {
  const cash = entries.map(cashRow);
  const stock = entries.filter(isTrade).map(stockRow);
  return [
    ...CASH_COLUMNS.map((column) => cash.map((row) => row[column])),
    ...STOCK_COLUMNS.map((column) => stock.map((row) => row[column])),
  ];
}
