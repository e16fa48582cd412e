import type { PasswordResets } from "@bourse/core";
import { resetOf, resetRow } from "../kysely/reset-rows.ts";
import type { PostgresDatabase } from "./open.ts";
import { lookedFor } from "./texts.ts";
import { attempt } from "./transactions.ts";

/** The resets that may still be used, in a PostgreSQL database. Each is one statement, so that nobody comes between. */
export function postgresPasswordResets({ db }: Pick<PostgresDatabase, "db">): PasswordResets {
  return {
    add: (reset) =>
      attempt(() => {
        const { account_id, ...changed } = resetRow(reset);
        return db
          .insertInto("password_resets")
          .values({ account_id, ...changed })
          .onConflict((conflict) => conflict.column("account_id").doUpdateSet(changed))
          .execute();
      }).map(() => undefined),
    find: (fingerprint) =>
      attempt(() =>
        db
          .selectFrom("password_resets")
          .selectAll()
          .where("fingerprint", "=", lookedFor(fingerprint))
          .executeTakeFirst(),
      ).map((row) => (row ? resetOf(row) : null)),
    take: (fingerprint) =>
      attempt(() =>
        db.deleteFrom("password_resets").where("fingerprint", "=", lookedFor(fingerprint)).executeTakeFirstOrThrow(),
      ).map(({ numDeletedRows }) => numDeletedRows === 1n),
    drop: (accountId) =>
      attempt(() => db.deleteFrom("password_resets").where("account_id", "=", lookedFor(accountId)).execute()).map(
        () => undefined,
      ),
  };
}
