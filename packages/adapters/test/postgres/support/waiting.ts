import type { Client } from "pg";

/** How many connections to the client's database wait for somebody's lock. */
export async function waiting(client: Client): Promise<number> {
  // A transaction is else shown the same again.
  await client.query("SELECT pg_stat_clear_snapshot()");
  const { rows } = await client.query<{ waiting: number }>(
    `SELECT count(*)::int AS waiting FROM pg_stat_activity
      WHERE datname = current_database() AND wait_event_type = 'Lock'`,
  );
  return rows[0]?.waiting ?? 0;
}

/** Until so many wait. */
export async function untilWaiting(client: Client, count: number): Promise<void> {
  while ((await waiting(client)) !== count);
}
