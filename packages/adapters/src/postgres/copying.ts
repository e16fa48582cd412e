import type { ClientBase, Pool } from "pg";

/**
 * The table that a database has from when a copy into it begins until it is whole and checked. It has one row: which
 * brokerage is copied, by a fingerprint of all that is, and how many of its rows are there.
 */
export const PROGRESS = "copy_progress";

/** Whether a copy has begun and is not finished. */
export async function isCopying(client: ClientBase | Pool): Promise<boolean> {
  const { rows } = await client.query<{ there: boolean }>(`SELECT to_regclass('${PROGRESS}') IS NOT NULL AS there`);
  return rows[0]?.there === true;
}

/** Throws when a server must not open the database, since a brokerage is still being copied into it. */
export async function refuseHalfCopied(pool: Pool): Promise<void> {
  if (!(await isCopying(pool))) return;
  throw new Error("A copy into the database has begun and is not finished: run the same bourse copy again.");
}
