import { MAX_SESSIONS, type Sessions } from "@bourse/core";
import { sessionOf, sessionRow } from "../kysely/session-rows.ts";
import { sql as raw } from "kysely";
import type { SessionsTable } from "../kysely/schema.ts";
import { asked, forEach, lookUps, prepared, sql } from "./statement.ts";
import type { PostgresDatabase } from "./open.ts";
import { lookedFor } from "./texts.ts";
import { attempt, inTransaction } from "./transactions.ts";

const BY_IDS = prepared<{ ids: readonly string[] }, SessionsTable>("sessions-by-ids", (param) =>
  forEach(
    raw`unnest(${param("ids")}::text[]) AS asked (id)`,
    sql.selectFrom("sessions").select(["id", "account_id", "started_at", "expires_at"]).where("id", "=", asked("id")),
  ),
);

/** Who is signed in, in a PostgreSQL database. Asked each time: any replica may have ended a session. */
export function postgresSessions({ db, pool }: Pick<PostgresDatabase, "db" | "pool">): Sessions {
  const byId = lookUps<string, SessionsTable>(
    (ids) => BY_IDS(pool, { ids }),
    (id) => id,
    ({ id }) => id,
  );
  return {
    start: (session) =>
      inTransaction(db, async (tx) => {
        // Whoever else starts one for the account waits, so that both count the other's. Not so whoever writes its entries.
        await tx.selectFrom("accounts").select("id").where("id", "=", session.accountId).forNoKeyUpdate().execute();
        await tx.insertInto("sessions").values(sessionRow(session)).execute();
        const oldest = tx
          .selectFrom("sessions")
          .select("id")
          .where("account_id", "=", session.accountId)
          // The one just started stays even when the clock was set back.
          .where("id", "!=", session.id)
          .orderBy("started_at", "desc")
          .orderBy("id", "desc")
          .offset(MAX_SESSIONS - 1);
        await tx.deleteFrom("sessions").where("id", "in", oldest).execute();
      }),
    find: (id) => attempt(() => byId(lookedFor(id))).map((row) => (row ? sessionOf(row) : null)),
    list: (accountId) =>
      attempt(() =>
        db
          .selectFrom("sessions")
          .selectAll()
          .where("account_id", "=", lookedFor(accountId))
          .orderBy("started_at", "desc")
          .orderBy("id", "desc")
          .execute(),
      ).map((rows) => rows.map(sessionOf)),
    end: (id) =>
      attempt(() => db.deleteFrom("sessions").where("id", "=", lookedFor(id)).execute()).map(() => undefined),
    endAll: (accountId, keep) =>
      attempt(() =>
        db
          .deleteFrom("sessions")
          .where("account_id", "=", lookedFor(accountId))
          .where("id", "!=", keep ?? "")
          .execute(),
      ).map(() => undefined),
  };
}
