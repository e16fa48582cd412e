import { FAILURES_KEPT, instant, type Attempts, type AttemptsChange, type Clock, type Failures } from "@bourse/core";
import type { Database } from "better-sqlite3";
import type { FailedAttemptsTable } from "../kysely/schema.ts";
import { later } from "./failures.ts";
import { fingerprintOf } from "../kysely/fingerprint.ts";
import { parametersFor, prepare, sql } from "./statement.ts";
import { attemptWrite } from "./writes.ts";

/** How many outdated failures a write drops at most: more than it adds, and never enough to be felt. */
const MAX_DROPPED = 100;

const COLUMNS = ["fingerprint", "count", "last_at"] as const satisfies readonly (keyof FailedAttemptsTable)[];

type Decide = (found: readonly (Failures | null)[]) => AttemptsChange<unknown>;

/**
 * Failed attempts, counted in a SQLite file. Which have lapsed is the clock's to say: the times that are written may be
 * of another one, which has since been set back.
 */
export function sqliteAttempts(db: Database, clock: Clock): Attempts {
  const statements = attemptStatements(db);

  function write(fingerprint: string, failures: Failures | null): void {
    if (failures === null) {
      statements.forget.run({ fingerprint });
      return;
    }
    statements.put.run({ fingerprint, count: BigInt(failures.count), last_at: BigInt(failures.lastAt) });
    statements.dropOutdated.run({ until: BigInt(clock.now() - FAILURES_KEPT * 1000), most: MAX_DROPPED });
  }

  // Holding the write lock from its first read, so that nobody counts from what another is about to change.
  const change = db.transaction((keys: readonly string[], decide: Decide) => {
    const fingerprints = keys.map(fingerprintOf);
    const found = fingerprints.map((fingerprint) => failuresOf(statements.find.get({ fingerprint })));
    const { answer, failures } = decide(found);
    for (const [index, fingerprint] of fingerprints.entries()) {
      const next = failures[index] ?? null;
      // Most attempts succeed and change nothing, and then there is no disk to wait for.
      if (next !== found[index]) write(fingerprint, next);
    }
    return answer;
  });

  return {
    change: <Answer>(
      keys: readonly string[],
      decide: (found: readonly (Failures | null)[]) => AttemptsChange<Answer>,
    ) => later(attemptWrite(db, () => change.immediate(keys, decide) as Answer)),
  };
}

function failuresOf(row: FailedAttemptsTable | undefined): Failures | null {
  return row ? { count: Number(row.count), lastAt: instant(Number(row.last_at)) } : null;
}

function attemptStatements(db: Database) {
  return {
    find: prepare<{ fingerprint: string }, FailedAttemptsTable>(db, (param) =>
      sql.selectFrom("failed_attempts").selectAll().where("fingerprint", "=", param("fingerprint")),
    ),
    put: prepare<FailedAttemptsTable>(db, (param) =>
      sql.replaceInto("failed_attempts").values(parametersFor<FailedAttemptsTable>(COLUMNS, param)),
    ),
    forget: prepare<{ fingerprint: string }>(db, (param) =>
      sql.deleteFrom("failed_attempts").where("fingerprint", "=", param("fingerprint")),
    ),
    dropOutdated: prepare<{ until: bigint; most: number }>(db, (param) =>
      sql
        .deleteFrom("failed_attempts")
        .where("fingerprint", "in", (eb) =>
          eb
            .selectFrom("failed_attempts")
            .select("fingerprint")
            .where("last_at", "<=", param("until"))
            .orderBy("last_at")
            .limit(param("most")),
        ),
    ),
  };
}
