import { setTimeout as wait } from "node:timers/promises";
import { Client } from "pg";
import type { Town } from "./town.ts";

const ASKED_EVERY = 5;

/**
 * Has each replica be in the midst of a transaction, which waits for what is locked here until the database ends. By
 * chance alone few connections would be in use just then.
 */
export async function beginTransactions({ url, replicas, reserve }: Town): Promise<void> {
  const [holder] = reserve;
  if (!holder) throw new Error("there is nobody left whose name nobody else changes");
  const other = new Client({ connectionString: url });
  // It ends with the database.
  other.on("error", () => undefined);
  await other.connect();
  await other.query("BEGIN");
  await other.query("SELECT FROM accounts WHERE id = $1 FOR UPDATE", [holder.accountId]);
  for (const { client } of replicas) {
    const renaming = { method: "PATCH", path: "/v1/accounts/me", token: holder.token, body: { name: "Nobody" } };
    client()
      .call(renaming)
      .catch(() => undefined);
  }
  const waiting = `SELECT FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%accounts%'`;
  for (;;) {
    // A transaction is else shown the same again.
    await other.query("SELECT pg_stat_clear_snapshot()");
    if ((await other.query(waiting)).rowCount === replicas.length) return;
    await wait(ASKED_EVERY);
  }
}
