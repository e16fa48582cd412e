import { FAILURES_KEPT, instant, type Attempts, type AttemptsChange, type Clock, type Failures } from "@bourse/core";
import type { Transaction } from "kysely";
import { fingerprintOf } from "../kysely/fingerprint.ts";
import type { FailedAttemptsTable } from "../kysely/schema.ts";
import { ATTEMPT_LOCKS, attemptLock } from "./migrations.ts";
import type { PostgresDatabase } from "./open.ts";
import type { PostgresTables } from "./schema.ts";
import { inTransaction } from "./transactions.ts";

/** How many outdated failures a write drops at most: more than it adds, and never enough to be felt. */
const MAX_DROPPED = 100;

/**
 * Failed attempts, counted in a PostgreSQL database for all who share it. Which have lapsed is the clock's to say: the
 * times that are written may be of another one.
 */
export function postgresAttempts({ db }: Pick<PostgresDatabase, "db">, clock: Clock): Attempts {
  return {
    change: <Answer>(
      keys: readonly string[],
      decide: (found: readonly (Failures | null)[]) => AttemptsChange<Answer>,
    ) =>
      inTransaction(db, async (tx) => {
        const fingerprints = keys.map(fingerprintOf);
        await lock(tx, fingerprints);
        const rows = await tx
          .selectFrom("failed_attempts")
          .selectAll()
          .where("fingerprint", "in", ["", ...fingerprints])
          .execute();
        const known = new Map(rows.map((row) => [row.fingerprint, failuresOf(row)]));
        const found = fingerprints.map((fingerprint) => known.get(fingerprint) ?? null);
        const { answer, failures } = decide(found);
        for (const [index, fingerprint] of fingerprints.entries()) {
          const next = failures[index] ?? null;
          if (next !== found[index]) await write(tx, fingerprint, next, clock);
        }
        return answer;
      }),
  };
}

/**
 * There may be no row yet to wait for, so that each key has a share in one that is always there. In one order for
 * everybody, or two that want each other's would wait for ever.
 */
async function lock(tx: Transaction<PostgresTables>, fingerprints: readonly string[]): Promise<void> {
  const numbers = fingerprints.map((fingerprint) => Buffer.from(fingerprint, "base64url").readUInt8(0) % ATTEMPT_LOCKS);
  for (const name of [...new Set(numbers.map(attemptLock))].toSorted()) {
    await tx.selectFrom("locks").selectAll().where("name", "=", name).forUpdate().execute();
  }
}

async function write(
  tx: Transaction<PostgresTables>,
  fingerprint: string,
  failures: Failures | null,
  clock: Clock,
): Promise<void> {
  if (failures === null) {
    await tx.deleteFrom("failed_attempts").where("fingerprint", "=", fingerprint).execute();
    return;
  }
  const changed = { count: BigInt(failures.count), last_at: BigInt(failures.lastAt) };
  await tx
    .insertInto("failed_attempts")
    .values({ fingerprint, ...changed })
    .onConflict((conflict) => conflict.column("fingerprint").doUpdateSet(changed))
    .execute();
  const outdated = tx
    .selectFrom("failed_attempts")
    .select("fingerprint")
    .where("last_at", "<=", BigInt(clock.now() - FAILURES_KEPT * 1000))
    .orderBy("last_at")
    .limit(MAX_DROPPED)
    // Not those that somebody else drops: nobody waits for what may as well be dropped later.
    .forUpdate()
    .skipLocked();
  await tx.deleteFrom("failed_attempts").where("fingerprint", "in", outdated).execute();
}

function failuresOf(row: FailedAttemptsTable): Failures {
  return { count: Number(row.count), lastAt: instant(Number(row.last_at)) };
}
