import { isTrade, type Entry } from "@bourse/core";
import type { Pool } from "pg";
import { cashRow, stockRow } from "../kysely/entry-rows.ts";
import { CASH_COLUMNS, STOCK_COLUMNS } from "../kysely/ledger-queries.ts";
import { rowsOf } from "./given-rows.ts";

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

/** The ids of the accounts whose entries are there from now on. */
export async function insertEntries(pool: Pool, entries: readonly Entry[]): Promise<ReadonlySet<string>> {
  const cash = entries.map(cashRow);
  const stock = entries.filter(isTrade).map(stockRow);
  const values = [
    ...CASH_COLUMNS.map((column) => cash.map((row) => row[column])),
    ...STOCK_COLUMNS.map((column) => stock.map((row) => row[column])),
  ];
  // Named, so that each connection parses it once.
  const { rows } = await pool.query<{ account_id: string }>({ name: "insert-entries", text: INSERT, values });
  return new Set(rows.map(({ account_id }) => account_id));
}
