import { randomBytes } from "node:crypto";
import type { Client } from "pg";
import { MIGRATIONS } from "./migrations.ts";

/** A table, column, constraint, index, trigger or function, as the database says that it is made. */
export type Part = {
  readonly type: "column" | "constraint" | "function" | "index" | "table" | "trigger";
  /** Empty for a function. */
  readonly table: string;
  readonly name: string;
  readonly made: string;
};

/** What each row of a table must be. */
export type RowRule = { readonly table: string; readonly rule: string };

/** Columns of a table that must stand in another one's. */
export type Reference = {
  readonly child: string;
  readonly columns: readonly string[];
  readonly parent: string;
  readonly parentColumns: readonly string[];
};

/** A brokerage's schema, and what it says of rows. */
export type Schema = {
  readonly parts: readonly Part[];
  readonly rules: readonly RowRule[];
  readonly references: readonly Reference[];
};

/**
 * The schema of a version as Bourse makes it, made anew in this very database and taken back at once: so it is told in the words of
 * its engine. Within a transaction that may write; nothing of it stays, and nobody else sees it.
 */
export async function knownSchema(client: Client, version: number = MIGRATIONS.length): Promise<Schema> {
  const name = `bourse_known_${randomBytes(8).toString("hex")}`;
  await client.query("SAVEPOINT known");
  await client.query(`CREATE SCHEMA ${name}`);
  await client.query(`SET LOCAL search_path = ${name}`);
  for (const statement of MIGRATIONS.slice(0, version).flat()) await client.query(statement);
  const schema = {
    parts: await schemaParts(client),
    rules: await queried<RowRule>(client, RULES),
    references: await queried<Reference>(client, REFERENCES),
  };
  await client.query("ROLLBACK TO SAVEPOINT known");
  return schema;
}

/** What is there, in the schema that unqualified names lead to. */
export function schemaParts(client: Client): Promise<readonly Part[]> {
  return queried(client, PARTS);
}

async function queried<Row extends object>(client: Client, text: string): Promise<readonly Row[]> {
  return (await client.query<Row>(text)).rows;
}

const TABLES = `SELECT oid, relname FROM pg_class
  WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p')`;

/** That a column may not be null stands with the column: PostgreSQL 18 alone makes a constraint of it too. */
const PARTS = `
  WITH tables AS (${TABLES})
  SELECT 'table' AS type, relname AS "table", relname AS name, '' AS made FROM tables
  UNION ALL
  SELECT 'column', relname, attname, concat_ws(' ', format_type(atttypid, atttypmod),
      CASE WHEN attnotnull THEN 'NOT NULL' END, collname, pg_get_expr(adbin, adrelid))
    FROM tables
    JOIN pg_attribute ON attrelid = tables.oid AND attnum > 0 AND NOT attisdropped
    LEFT JOIN pg_collation ON pg_collation.oid = attcollation
    LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
  UNION ALL
  SELECT 'constraint', relname, conname, pg_get_constraintdef(pg_constraint.oid, true)
    FROM tables JOIN pg_constraint ON conrelid = tables.oid AND contype IN ('c', 'f', 'p', 'u', 'x')
  UNION ALL
  SELECT 'index', tables.relname, made.relname,
      pg_get_indexdef(indexrelid, 0, true) || CASE WHEN indisvalid THEN '' ELSE ' INVALID' END
    FROM tables JOIN pg_index ON indrelid = tables.oid JOIN pg_class made ON made.oid = indexrelid
  UNION ALL
  SELECT 'trigger', relname, tgname,
      pg_get_triggerdef(pg_trigger.oid, true) || CASE tgenabled WHEN 'O' THEN '' ELSE ' DISABLED' END
    FROM tables JOIN pg_trigger ON tgrelid = tables.oid AND NOT tgisinternal
  UNION ALL
  SELECT 'function', '', proname, prosrc FROM pg_proc WHERE pronamespace = current_schema()::regnamespace
  ORDER BY 2, 1, 3`;

const RULES = `
  SELECT relname AS "table", pg_get_expr(conbin, conrelid, true) AS rule
  FROM pg_constraint JOIN (${TABLES}) AS tables ON conrelid = tables.oid WHERE contype = 'c' ORDER BY 1, 2`;

const REFERENCES = `
  SELECT tables.relname AS child, ${columnsOf("conrelid", "conkey")} AS columns,
    parents.relname AS parent, ${columnsOf("confrelid", "confkey")} AS "parentColumns"
  FROM pg_constraint
  JOIN (${TABLES}) AS tables ON conrelid = tables.oid JOIN pg_class parents ON parents.oid = confrelid
  WHERE contype = 'f' ORDER BY 1, 3`;

function columnsOf(table: string, numbers: string): string {
  return `ARRAY(SELECT attname::text FROM unnest(${numbers}) WITH ORDINALITY AS keys (number, place)
    JOIN pg_attribute ON attrelid = ${table} AND attnum = keys.number ORDER BY place)`;
}
