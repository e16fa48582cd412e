import { MAX_SESSIONS, type AccountId, type Session, type SessionId, type Sessions } from "@bourse/core";
import type { Database } from "better-sqlite3";
import { LRUCache } from "lru-cache";
import { ok } from "neverthrow";
import { sessionOf, sessionRow } from "../kysely/session-rows.ts";
import type { SessionsTable } from "../kysely/schema.ts";
import { attempt, later } from "./failures.ts";
import type { Remembering } from "./remembering.ts";
import { parametersFor, prepare, sql } from "./statement.ts";
import { attemptWrite } from "./writes.ts";

const COLUMNS = ["id", "account_id", "started_at", "expires_at"] as const satisfies readonly (keyof SessionsTable)[];

/**
 * Who is signed in, in a SQLite file. Every request asks, so that the sessions asked for last are kept in memory. What
 * ends any of them forgets them first: there must be one of these for a file, which is this process's alone.
 */
export function sqliteSessions(db: Database, { capacity = 10_000 }: Remembering = {}): Sessions {
  const statements = sessionStatements(db);
  const known = new LRUCache<SessionId, Session>({ max: capacity });
  const start = db.transaction((session: Session) => {
    statements.insert.run(sessionRow(session));
    statements.endOldest.run({ account_id: session.accountId, id: session.id });
  });

  function forgetAll(accountId: AccountId): void {
    for (const [id, session] of known) if (session.accountId === accountId) known.delete(id);
  }

  function found(id: SessionId): Session | null {
    const row = statements.find.get({ id });
    if (!row) return null;
    const session = sessionOf(row);
    known.set(id, session);
    return session;
  }

  return {
    start: (session) => {
      forgetAll(session.accountId);
      return later(attemptWrite(db, () => start.immediate(session)));
    },
    find: (id) => {
      const session = known.get(id);
      return later(session ? ok(session) : attempt(() => found(id)));
    },
    list: (accountId) =>
      later(attempt(() => statements.list.all({ account_id: accountId })).map((rows) => rows.map(sessionOf))),
    end: (id) => {
      known.delete(id);
      return later(attemptWrite(db, () => void statements.end.run({ id })));
    },
    endAll: (accountId, keep) => {
      forgetAll(accountId);
      return later(attemptWrite(db, () => void statements.endAll.run({ account_id: accountId, keep: keep ?? "" })));
    },
  };
}

function sessionStatements(db: Database) {
  return {
    insert: prepare<SessionsTable>(db, (param) =>
      sql.insertInto("sessions").values(parametersFor<SessionsTable>(COLUMNS, param)),
    ),
    find: prepare<{ id: string }, SessionsTable>(db, (param) =>
      sql.selectFrom("sessions").selectAll().where("id", "=", param("id")),
    ),
    list: prepare<{ account_id: string }, SessionsTable>(db, (param) =>
      sql
        .selectFrom("sessions")
        .selectAll()
        .where("account_id", "=", param("account_id"))
        .orderBy("started_at", "desc")
        .orderBy("id", "desc"),
    ),
    end: prepare<{ id: string }>(db, (param) => sql.deleteFrom("sessions").where("id", "=", param("id"))),
    endAll: prepare<{ account_id: string; keep: string }>(db, (param) =>
      sql.deleteFrom("sessions").where("account_id", "=", param("account_id")).where("id", "!=", param("keep")),
    ),
    /** Keeps the newest MAX_SESSIONS, the one just started among them even when the clock was set back. */
    endOldest: prepare<{ account_id: string; id: string }>(db, (param) =>
      sql.deleteFrom("sessions").where("id", "in", (eb) =>
        eb
          .selectFrom("sessions")
          .select("id")
          .where("account_id", "=", param("account_id"))
          .where("id", "!=", param("id"))
          .orderBy("started_at", "desc")
          .orderBy("id", "desc")
          .limit(-1)
          .offset(MAX_SESSIONS - 1),
      ),
    ),
  };
}
