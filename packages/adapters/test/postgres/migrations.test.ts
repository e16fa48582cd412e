import { openPostgres, openPostgresPrices } from "@bourse/adapters/postgres";
import { Client } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { MIGRATIONS } from "../../src/postgres/migrations.ts";
import { newDatabase, urlOf } from "./support/databases.ts";
import { faultyClients, type Faults } from "./support/faulty-client.ts";

/** All that a schema is made of, by the server's own description. */
const CATALOGUE = `
  SELECT relname || ' ' || relkind::text AS what FROM pg_class WHERE relnamespace::regnamespace::text = ANY ($1)
  UNION ALL SELECT conrelid::regclass || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
    WHERE connamespace::regnamespace::text = ANY ($1)
  UNION ALL SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
  UNION ALL SELECT 'lock ' || name FROM locks UNION ALL SELECT 'lock of prices ' || name FROM prices.locks
  UNION ALL SELECT 'version ' || version FROM brokerage_schema UNION ALL SELECT 'prices ' || version FROM prices.prices_schema
  ORDER BY what`;

let faults: Faults;
beforeAll(() => {
  faults = faultyClients();
});
afterAll(() => faults.remove());

async function open(url: string): Promise<void> {
  const database = await openPostgres({ url });
  try {
    await openPostgresPrices(database, "prices");
  } finally {
    await database.close();
  }
}

async function catalogueOf(url: string): Promise<readonly string[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ what: string }>(CATALOGUE, [["public", "prices"]]);
    return rows.map(({ what }) => what);
  } finally {
    await client.end();
  }
}

async function emptied(url: string): Promise<void> {
  await onDatabase(url, "DROP SCHEMA IF EXISTS prices CASCADE; DROP SCHEMA public CASCADE; CREATE SCHEMA public");
}

test("eight that open an empty database at once all find the schema, made once", async () => {
  const url = urlOf(await newDatabase());
  faults.plan(() => null);
  await open(url);
  const whole = await catalogueOf(url);
  expect(whole).toContain(`version ${MIGRATIONS.length}`);
  for (let round = 0; round < 3; round += 1) {
    await emptied(url);
    await Promise.all(Array.from({ length: 8 }, () => open(url)));
    expect(await catalogueOf(url)).toEqual(whole);
  }
});

test("a connection that goes after any statement of the migration leaves what the next one completes", async () => {
  const url = urlOf(await newDatabase());
  faults.plan(() => null);
  await open(url);
  const [statements, whole] = [faults.sent(), await catalogueOf(url)];
  expect(statements).toBeGreaterThan(40);
  for (let at = 1; at <= statements; at += 1) {
    faults.plan(() => null);
    await emptied(url);
    faults.plan((number) => (number === at ? "lost after" : null));
    await expect(open(url), `statement ${at} of ${statements}`).rejects.toThrow(/terminated|connection error/i);
    faults.plan(() => null);
    await open(url);
    expect(await catalogueOf(url), `after statement ${at} of ${statements}`).toEqual(whole);
  }
});

test("a schema that is newer than this program is refused, and left as it is", async () => {
  const url = urlOf(await newDatabase());
  faults.plan(() => null);
  await open(url);
  await onDatabase(url, "UPDATE brokerage_schema SET version = 1000");
  await expect(openPostgres({ url })).rejects.toThrow("The database has schema 1000");
});

async function onDatabase(url: string, ...statements: readonly string[]): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  for (const statement of statements) await client.query(statement);
  await client.end();
}

test.each([
  "CREATE TABLE sessions (id TEXT)",
  "CREATE TABLE customers (id INT)",
  "CREATE VIEW accounts AS SELECT 1 AS id",
])("a database that has something else in it is refused, and nothing is made there: %s", async (theirs) => {
  const url = urlOf(await newDatabase());
  await onDatabase(url, theirs);
  await expect(openPostgres({ url })).rejects.toThrow("give Bourse a database of its own");
  // Their own is all that is there.
  await onDatabase(url, "CREATE TABLE brokerage_schema (id INT)");
});

test("a database that cannot hold every text is refused", async () => {
  const name = `latin_${crypto.randomUUID().replaceAll("-", "")}`;
  await onDatabase(urlOf("postgres"), `CREATE DATABASE ${name} TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'`);
  await expect(openPostgres({ url: urlOf(name) })).rejects.toThrow("encoding is LATIN1");
});

test("whoever may not make tables can open what is up to date", async () => {
  const url = urlOf(await newDatabase());
  faults.plan(() => null);
  await open(url);
  const role = `clerk_${crypto.randomUUID().replaceAll("-", "")}`;
  await onDatabase(
    url,
    `CREATE ROLE ${role} LOGIN PASSWORD 'clerk'`,
    `GRANT USAGE ON SCHEMA public, prices TO ${role}`,
    `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public, prices TO ${role}`,
  );
  const clerk = new URL(url);
  [clerk.username, clerk.password] = [role, "clerk"];
  await expect(open(clerk.href)).resolves.toBeUndefined();
  await onDatabase(url, `DROP OWNED BY ${role}`, `DROP ROLE ${role}`);
});
