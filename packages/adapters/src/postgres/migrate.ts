import { sql, type Kysely, type Transaction } from "kysely";
import { DatabaseError } from "pg";
import { isCollision } from "./failures.ts";
import { MIGRATIONS } from "./migrations.ts";
import { priceMigrations } from "./price-migrations.ts";
import { pause } from "./retries.ts";
import type { PostgresTables } from "./schema.ts";

/** How often a step that met another replica's is tried again. */
const MAX_TRIES = 20;

/** A schema's steps, and the table whose one row says how many of them it has taken. */
type Steps = { readonly table: string; readonly migrations: readonly (readonly string[])[] };

/**
 * Brings the brokerage's schema up to date, in one transaction. Whoever else is about to waits for the one row that says
 * which version it is: an ordinary lock, since not every engine has advisory ones. Throws when the schema is a newer
 * program's.
 */
export async function migrate(db: Kysely<PostgresTables>): Promise<void> {
  await untilAlone(async () => {
    await refuseStrangers(db);
    await takeAll(db, { table: "brokerage_schema", migrations: MIGRATIONS });
  });
}

/** The same for the tables of one price source, in the schema of this name, which is made if it is not there. */
export async function migratePrices(db: Kysely<PostgresTables>, schema: string): Promise<void> {
  const steps = { table: `${schema}.prices_schema`, migrations: priceMigrations(schema) };
  await untilAlone(async () => {
    if (await isUpToDate(db, steps)) return;
    await sql.raw(`CREATE SCHEMA IF NOT EXISTS ${schema}`).execute(db);
    await takeAll(db, steps);
  });
}

async function untilAlone(step: () => Promise<void>): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await step();
    } catch (error) {
      if (tries === MAX_TRIES || !isAnothersStep(error)) throw error;
      await pause(tries);
    }
  }
}

/**
 * Throws when a database that has no brokerage has anything else: a table of the same name would pass for ours. In one
 * statement, and so as of one moment. What an extension has made is nobody's.
 */
async function refuseStrangers(db: Kysely<PostgresTables>): Promise<void> {
  const { rows } = await sql
    .raw<{ name: string }>(
      `WITH theirs AS (
        SELECT relname AS name FROM pg_class
        WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'f')
          AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_class.oid AND deptype = 'e')
      )
      SELECT name FROM theirs WHERE NOT EXISTS (SELECT FROM theirs WHERE name = 'brokerage_schema') ORDER BY name LIMIT 1`,
    )
    .execute(db);
  const [stranger] = rows;
  if (!stranger) return;
  throw new Error(`The database has something else in it (${stranger.name}): give Bourse a database of its own`);
}

/** Whether there is nothing to do, and so no right to do it needed. */
async function isUpToDate(db: Kysely<PostgresTables>, { table, migrations }: Steps): Promise<boolean> {
  const known = await sql
    .raw<{ isThere: boolean }>(`SELECT to_regclass('${table}') IS NOT NULL AS "isThere"`)
    .execute(db);
  if (known.rows[0]?.isThere !== true) return false;
  const { rows } = await sql.raw<{ version: bigint }>(`SELECT version FROM ${table} WHERE id = 1`).execute(db);
  return Number(rows[0]?.version) === migrations.length;
}

async function takeAll(db: Kysely<PostgresTables>, steps: Steps): Promise<void> {
  if (await isUpToDate(db, steps)) return;
  const { table, migrations } = steps;
  // Outside the transaction: only a row that is committed can be waited for.
  await sql
    .raw(`CREATE TABLE IF NOT EXISTS ${table} (id BIGINT PRIMARY KEY CHECK (id = 1), version BIGINT NOT NULL)`)
    .execute(db);
  await sql.raw(`INSERT INTO ${table} VALUES (1, 0) ON CONFLICT DO NOTHING`).execute(db);
  const isCockroach = await isCockroachDb(db);
  await db.transaction().execute(async (tx) => {
    const version = await lockedVersion(tx, table);
    if (version > migrations.length) {
      throw new Error(
        `The database has schema ${version}, and this Bourse knows up to ${migrations.length}: update it.`,
      );
    }
    if (version === migrations.length) return;
    for (const statement of migrations.slice(version).flat()) {
      await sql.raw(isCockroach ? statement.replaceAll(/\s+COLLATE "C"/g, "") : statement).execute(tx);
    }
    await sql.raw(`UPDATE ${table} SET version = ${migrations.length} WHERE id = 1`).execute(tx);
  });
}

/** It compares texts byte for byte as it is, and no text that has a collation with one that has none. */
async function isCockroachDb(db: Kysely<PostgresTables>): Promise<boolean> {
  const { rows } = await sql.raw<{ version: string }>("SELECT version() AS version").execute(db);
  return rows[0]?.version.startsWith("CockroachDB") === true;
}

async function lockedVersion(tx: Transaction<PostgresTables>, table: string): Promise<number> {
  const { rows } = await sql
    .raw<{ version: bigint }>(`SELECT version FROM ${table} WHERE id = 1 FOR UPDATE`)
    .execute(tx);
  return Number(rows[0]?.version);
}

/** `IF NOT EXISTS` looks first: two that look at once both try, and one of them breaks the catalogue's own keys. */
function isAnothersStep(error: unknown): boolean {
  if (isCollision(error)) return true;
  return error instanceof DatabaseError && ["23505", "42P06", "42P07", "42710", "XX000"].includes(error.code ?? "");
}
