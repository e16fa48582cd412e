import { COPIED, type CopySource } from "../kysely/copied.ts";
import { isCopying, PROGRESS } from "./copying.ts";
import type { Patient } from "./patient.ts";

/** Whatever a server or a copy writes of a brokerage. */
const WRITTEN = [...COPIED.map(({ table }) => table), "password_resets", "sessions"] as const;

/** Servers that had the database open when the copy began are told that nothing can be written just now. */
const REFUSAL = `
  CREATE FUNCTION bourse_copying() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'a brokerage is being copied into this database' USING ERRCODE = 'read_only_sql_transaction'; END $$`;

function refuseOthers(table: string): string {
  return `CREATE TRIGGER bourse_copying BEFORE INSERT OR UPDATE OR DELETE ON ${table}
    FOR EACH STATEMENT WHEN (current_setting('bourse.copying', true) IS DISTINCT FROM 'on')
    EXECUTE FUNCTION bourse_copying()`;
}

/**
 * Begins a copy into an empty brokerage, and answers 0; or answers how many of the rows are there already. From then on
 * nobody else writes to it. Null when there is a brokerage that no copy has begun. Throws when it is another source's copy.
 */
export async function beginCopy(
  { client, inTransaction, place }: Patient,
  { fingerprint }: CopySource,
): Promise<number | null> {
  return inTransaction(async () => {
    if (await isCopying(client)) {
      const { rows } = await client.query<{ source: string; copied: bigint }>(`SELECT source, copied FROM ${PROGRESS}`);
      const [begun] = rows;
      if (begun?.source === fingerprint) return Number(begun.copied);
      throw new Error(
        `${place} has a copy that has begun, of another brokerage or of this one before it changed. Empty it to begin anew.`,
      );
    }
    // These wait for whoever is writing, and let nobody begin to.
    await client.query(REFUSAL);
    for (const table of WRITTEN) await client.query(refuseOthers(table));
    if (!(await isEmpty(client))) {
      await letOthersWrite(client);
      return null;
    }
    await client.query(`CREATE TABLE ${PROGRESS} (source TEXT NOT NULL PRIMARY KEY, copied BIGINT NOT NULL)`);
    await client.query(`INSERT INTO ${PROGRESS} VALUES ($1, 0)`, [fingerprint]);
    return 0;
  });
}

/** A step of the copy: what it writes, and that `more` rows are there then. Throws when another copy has made it. */
export async function stepOfCopy(
  { client, inTransaction }: Patient,
  copied: number,
  more: number,
  write: () => Promise<unknown>,
): Promise<void> {
  await inTransaction(async () => {
    await client.query("SET LOCAL bourse.copying = 'on'");
    const { rowCount } = await client.query(`UPDATE ${PROGRESS} SET copied = copied + $1 WHERE copied = $2`, [
      more,
      copied,
    ]);
    if (rowCount !== 1) throw new Error("Another copy into the database is under way.");
    await write();
  });
}

/** Within the transaction that has found the copy to be whole: servers may have it once that is committed. */
export async function endCopy({ client }: Patient): Promise<void> {
  await letOthersWrite(client);
  await client.query(`DROP TABLE ${PROGRESS}`);
}

async function letOthersWrite(client: Patient["client"]): Promise<void> {
  for (const table of WRITTEN) await client.query(`DROP TRIGGER bourse_copying ON ${table}`);
  await client.query("DROP FUNCTION bourse_copying()");
}

async function isEmpty(client: Patient["client"]): Promise<boolean> {
  const any = WRITTEN.map((table) => `EXISTS (SELECT FROM ${table})`).join(" OR ");
  const { rows } = await client.query<{ isEmpty: boolean }>(`SELECT NOT (${any}) AS "isEmpty"`);
  return rows[0]?.isEmpty === true;
}
