import { openPostgres, openPostgresPrices, type PostgresDatabase } from "@bourse/adapters/postgres";
import { newStore } from "../postgres/support/store.ts";
import type { PriceDatabase } from "./database.ts";

const SCHEMA = "prices";

export async function openPricesOfPostgres(): Promise<PriceDatabase> {
  const store = await newStore();
  const query = (sql: string) => store.database().pool.query<{ count: bigint }>(sql);
  let stores = await openPostgresPrices(store.database(), SCHEMA);
  let other: PostgresDatabase | null = null;
  return {
    stores: () => stores,
    async reopen() {
      stores = await openPostgresPrices(await store.reopen(), SCHEMA);
      return stores;
    },
    async another() {
      other = await openPostgres({ url: store.url });
      return openPostgresPrices(other, SCHEMA);
    },
    async run(sql) {
      try {
        // Several statements in one query are one transaction.
        await query(`SET LOCAL search_path TO ${SCHEMA}; ${sql}`);
        return "done";
      } catch (error) {
        return String(error instanceof Error ? error.message : error);
      }
    },
    async rows(table) {
      const { rows } = await query(`SELECT COUNT(*) AS count FROM ${SCHEMA}.${table}`);
      return Number(rows[0]?.count);
    },
    async failWritesTo(table) {
      await query(`CREATE FUNCTION ${SCHEMA}.fail() RETURNS trigger LANGUAGE plpgsql AS
          $$ BEGIN RAISE EXCEPTION 'no space' USING ERRCODE = '53100'; END $$;
        CREATE TRIGGER fail BEFORE INSERT ON ${SCHEMA}.${table} FOR EACH ROW EXECUTE FUNCTION ${SCHEMA}.fail()`);
    },
    async dispose() {
      await query(`DROP SCHEMA ${SCHEMA} CASCADE`);
      await other?.close();
      await store.dispose();
    },
  };
}
