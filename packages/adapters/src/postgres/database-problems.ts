import type { Client } from "pg";
import { schemaParts, type Part, type Reference, type RowRule, type Schema } from "./schema-parts.ts";

/** The replay asks for itself what the constraints of these say. */
const LEDGER: ReadonlySet<string> = new Set(["cash_transactions", "stock_transactions"]);

/** How the schema differs from the one that keeps entries as they are. Other tables beside the brokerage's are nobody's. */
export async function schemaProblems(client: Client, known: Schema): Promise<readonly string[]> {
  const tables = new Set(known.parts.map(({ table }) => table));
  const functions = new Set(known.parts.filter(({ type }) => type === "function").map(({ name }) => name));
  const isOurs = ({ type, table, name }: Part): boolean =>
    type === "function" ? functions.has(name) : tables.has(table);
  const found = new Map((await schemaParts(client)).filter(isOurs).map((part) => [keyOf(part), part]));
  const wanted = new Map(known.parts.map((part) => [keyOf(part), part]));
  // What belongs to a table that is missing is missing with it.
  const isThere = ({ type, table }: Part): boolean =>
    type === "table" || table === "" || found.has(`table/${table}/${table}`);
  const missing = known.parts.filter((part) => isThere(part) && !found.has(keyOf(part)));
  const strange = [...found.values()].filter((part) => wanted.get(keyOf(part))?.made !== part.made);
  return [
    ...missing.map((part) => `the ${nameOf(part)} is missing`),
    ...strange.map((part) => `the ${nameOf(part)} is not as Bourse makes it`),
  ];
}

function keyOf({ type, table, name }: Part): string {
  return `${type}/${table}/${name}`;
}

function nameOf({ type, table, name }: Part): string {
  return type === "function" || type === "table" ? `${type} ${name}` : `${type} ${name} of ${table}`;
}

/** Rows that refer to none, and those that a CHECK of their table should have refused, had it been there. */
export async function brokenRows(client: Client, known: Schema): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const reference of known.references) {
    const rows = await countOf(client, looseRowsBy(reference));
    const { child, parent } = reference;
    if (rows > 0n) problems.push(`${rows} rows of ${child} refer to rows of ${parent} that are not there`);
  }
  for (const { table, rule } of known.rules.filter((each) => !LEDGER.has(each.table))) {
    const rows = await countOf(client, rowsAgainst({ table, rule }));
    if (rows > 0n) problems.push(`${rows} rows of ${table} are not as they must be: ${rule}`);
  }
  return problems;
}

async function countOf(client: Client, rows: string): Promise<bigint> {
  const found = await client.query<{ count: bigint }>(`SELECT count(*) AS count ${rows}`);
  return found.rows[0]?.count ?? 0n;
}

function looseRowsBy({ child, columns, parent, parentColumns }: Reference): string {
  const pairs = columns.map((column, index) => `parent.${parentColumns[index]} = child.${column}`);
  const given = columns.map((column) => `child.${column} IS NOT NULL`);
  return `FROM ${child} AS child WHERE ${given.join(" AND ")}
    AND NOT EXISTS (SELECT FROM ${parent} AS parent WHERE ${pairs.join(" AND ")})`;
}

function rowsAgainst({ table, rule }: RowRule): string {
  return `FROM ${table} WHERE NOT (${rule})`;
}
