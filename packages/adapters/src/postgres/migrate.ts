import { sql, type Kysely, type Transaction } from "kysely";
import pg from "pg";
import { isCollision } from "./failures.ts";
import { pause } from "./retries.ts";
import { MIGRATIONS } from "./migrations.ts";
import type { PostgresTables } from "./schema.ts";

/** How often a step that met another replica's is tried again. */
const MAX_TRIES = 20;

/**
 * Brings the schema up to date, in one transaction. Whoever else is about to waits for the one row that says which
 * version it is: an ordinary lock, since not every engine has advisory ones. Throws when the schema is a newer program's.
 */
export async function migrate(db: Kysely<PostgresTables>): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await attemptToMigrate(db);
    } catch (error) {
      if (tries === MAX_TRIES || !isAnothersStep(error)) throw error;
      await pause(tries);
    }
  }
}

async function attemptToMigrate(db: Kysely<PostgresTables>): Promise<void> {
  // Outside the transaction: only a row that is committed can be waited for.
  await sql`CREATE TABLE IF NOT EXISTS brokerage_schema (id BIGINT PRIMARY KEY CHECK (id = 1), version BIGINT NOT NULL)`.execute(
    db,
  );
  await sql`INSERT INTO brokerage_schema VALUES (1, 0) ON CONFLICT DO NOTHING`.execute(db);
  await db.transaction().execute(takeSteps);
}

async function takeSteps(tx: Transaction<PostgresTables>): Promise<void> {
  const { version } = await tx
    .selectFrom("brokerage_schema")
    .select("version")
    .where("id", "=", 1n)
    .forUpdate()
    .executeTakeFirstOrThrow();
  if (version > MIGRATIONS.length) {
    throw new Error(`The database has schema ${version}, and this Bourse knows up to ${MIGRATIONS.length}: update it.`);
  }
  if (Number(version) === MIGRATIONS.length) return;
  for (const statement of MIGRATIONS.slice(Number(version)).flat()) await sql.raw(statement).execute(tx);
  await tx
    .updateTable("brokerage_schema")
    .set({ version: BigInt(MIGRATIONS.length) })
    .where("id", "=", 1n)
    .execute();
}

/** `IF NOT EXISTS` looks first: two that look at once both try, and one of them breaks the catalogue's own keys. */
function isAnothersStep(error: unknown): boolean {
  if (isCollision(error)) return true;
  return error instanceof pg.DatabaseError && ["23505", "42P07", "42710", "XX000"].includes(error.code ?? "");
}
