import { execFileSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openPostgres } from "@bourse/adapters/postgres";

/** Where Debian and others keep it when it is not on the PATH; the packages that the tests use come without it. */
const PLACES = ["/usr/bin/pgbench", "/usr/local/bin/pgbench", "/opt/homebrew/bin/pgbench"];

/** PostgreSQL's own benchmark; null where it is not installed. */
export function pgbench(): string | null {
  return process.env["PGBENCH"] ?? PLACES.find((path) => existsSync(path)) ?? null;
}

/**
 * The two rows of an order in one transaction, as pgbench's clients write them: each for an account of its own, whose
 * numbers count up, with the product's tables, constraints and triggers.
 */
const SCRIPT = `\\set seq :seq + 1
BEGIN;
INSERT INTO cash_transactions VALUES ('pgbench-' || :client_id, :seq, -1120000, 'BUYING-SHARES', 1000000000, 0, 1700000000000, 'key-' || :seq, 'BUY 1 AAPL');
INSERT INTO stock_transactions VALUES ('pgbench-' || :client_id, :seq, 'AAPL', 'BUY', 1, 1120000, '2026-11-20', 1700000000000, 'simulated', NULL, :seq, 113120000);
COMMIT;
`;

/** Gives each of pgbench's clients an account in an empty database. */
export async function prepare(url: string, clients: number): Promise<void> {
  const { pool, close } = await openPostgres({ url });
  for (let client = 0; client < clients; client += 1) {
    const id = `pgbench-${client}`;
    await pool.query(
      `INSERT INTO accounts (id, username, email, password_hash, username_fingerprint, email_fingerprint, opened_at, blacklisted)
        VALUES ($1, $1, $1, 'hash', $1, $1, 0, 0)`,
      [id],
    );
  }
  await close();
}

/** So many seconds of it; `from` is what no earlier run has come to. Answers transactions a second. */
export function run(
  command: string,
  url: string,
  folder: string,
  clients: number,
  seconds: number,
  from: number,
): number {
  const script = join(folder, "orders.sql");
  writeFileSync(script, SCRIPT);
  const given = ["--no-vacuum", "--protocol=prepared", `--client=${clients}`, "--jobs=1", `--time=${seconds}`];
  const output = execFileSync(command, [...given, `--define=seq=${from}`, `--file=${script}`, url], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
  const found = /^tps = ([\d.]+)/m.exec(output)?.[1];
  if (found === undefined) throw new Error(`pgbench says nothing that is known: ${output}`);
  return Number(found);
}
