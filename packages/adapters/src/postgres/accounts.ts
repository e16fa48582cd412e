import { loginName, type AccountId, type AccountNotFound, type Accounts, type StoreUnavailable } from "@bourse/core";
import { sql as raw, type Kysely } from "kysely";
import { err, ok, type Result, type ResultAsync } from "neverthrow";
import { accountOf, amended, credentialsOf, fingerprintsOf, personOf, type HeldRow } from "../kysely/account-rows.ts";
import { fingerprintOf } from "../kysely/fingerprint.ts";
import { given } from "./names.ts";
import type { PostgresDatabase } from "./open.ts";
import type { PostgresTables } from "./schema.ts";
import { asked, forEach, lookUps, prepared, sql } from "./statement.ts";
import { lookedFor } from "./texts.ts";
import { answered, attempt } from "./transactions.ts";

const NOT_FOUND = err({ kind: "AccountNotFound" } as const);

/** Nobody holds it any more. */
const FORGOTTEN = {
  username: null,
  email: null,
  name: null,
  date_of_birth: null,
  password_hash: null,
  username_fingerprint: null,
  email_fingerprint: null,
};

/** Open accounts in a PostgreSQL database. A change locks the account's row first, so that nobody comes between. */
export function postgresAccounts({ db, pool }: Pick<PostgresDatabase, "db" | "pool">): Accounts {
  const byEmail = (email: string) => open(db).where("email_fingerprint", "=", fingerprintOf(email));
  const byUsername = (name: string) => open(db).where("username_fingerprint", "=", fingerprintOf(name));
  const byId = lookUps<string, HeldRow>(
    (ids) => BY_IDS(pool, { ids }),
    (id) => id,
    ({ id }) => id,
  );

  return {
    add: (account, passwordHash) =>
      given(
        db,
        account.id,
        account,
        async () => ok(personOf(account, passwordHash)),
        async (tx, person) => {
          const { id, blacklisted, openedAt } = account;
          const opened = { id, blacklisted: blacklisted ? 1n : 0n, opened_at: BigInt(openedAt) };
          await tx
            .insertInto("accounts")
            .values({ ...opened, ...person, ...fingerprintsOf(person) })
            .execute();
          if (blacklisted) await bar(tx, id, person.email);
          return ok();
        },
      ),
    find: (id) => found(() => byId(lookedFor(id)), accountOf),
    findByEmail: (email) => found(() => byEmail(email).executeTakeFirst(), accountOf),
    credentialsFor: (login) =>
      found(() => (login.includes("@") ? byEmail(login) : byUsername(login)).executeTakeFirst(), credentialsOf),
    credentialsOf: (id) => found(() => byId(lookedFor(id)), credentialsOf),
    amend: (id, changes) =>
      given(
        db,
        id,
        changes,
        (tx) => locked(tx, id),
        async (tx, row) => {
          const person = amended(row, changes);
          await tx
            .updateTable("accounts")
            .set({ ...person, ...fingerprintsOf(person) })
            .where("id", "=", id)
            .execute();
          if (row.blacklisted === 1n) await bar(tx, id, person.email);
          return ok(accountOf({ ...row, ...person }));
        },
      ),
    replacePassword: (id, current, next) =>
      attempt(() =>
        db
          .updateTable("accounts")
          .set({ password_hash: next })
          .where("id", "=", lookedFor(id))
          .where("password_hash", "=", current)
          .executeTakeFirstOrThrow(),
      ).map(({ numUpdatedRows }) => numUpdatedRows === 1n),
    setBlacklisted: (id, isBlacklisted) =>
      answered(db, async (tx) => {
        const held = await locked(tx, id);
        if (held.isErr()) return err(held.error);
        const row = held.value;
        const blacklisted = isBlacklisted ? 1n : 0n;
        await tx.updateTable("accounts").set({ blacklisted }).where("id", "=", id).execute();
        if (isBlacklisted) await bar(tx, id, row.email);
        else await tx.deleteFrom("blacklisted_emails").where("account_id", "=", id).execute();
        return ok(accountOf({ ...row, blacklisted }));
      }),
    close: (id) =>
      attempt(() =>
        db
          .updateTable("accounts")
          .set(FORGOTTEN)
          .where("id", "=", lookedFor(id))
          .where("username", "is not", null)
          .executeTakeFirstOrThrow(),
      ).andThen(({ numUpdatedRows }) => (numUpdatedRows === 1n ? ok() : NOT_FOUND)),
  };
}

const COLUMNS = [
  "id",
  "username",
  "email",
  "name",
  "date_of_birth",
  "password_hash",
  "username_fingerprint",
  "email_fingerprint",
  "blacklisted",
  "opened_at",
] as const satisfies readonly (keyof HeldRow)[];

/** A closed account has no person, and so is not found. */
function open(db: Kysely<PostgresTables>) {
  return db.selectFrom("accounts").select(COLUMNS).where("username", "is not", null).$narrowType<HeldRow>();
}

const BY_IDS = prepared<{ ids: readonly string[] }, HeldRow>("accounts-by-ids", (param) =>
  forEach(raw`unnest(${param("ids")}::text[]) AS asked (id)`, open(sql).where("id", "=", asked("id"))),
);

/**
 * Its holder's row, which nobody else changes until the transaction has ended. `FOR UPDATE` would also keep entries from being
 * written that refer to it, and with them those of all other accounts that go in by the same statement.
 */
async function locked(tx: Kysely<PostgresTables>, id: AccountId): Promise<Result<HeldRow, AccountNotFound>> {
  const row = await open(tx).where("id", "=", lookedFor(id)).forNoKeyUpdate().executeTakeFirst();
  return row ? ok(row) : NOT_FOUND;
}

async function bar(tx: Kysely<PostgresTables>, account_id: AccountId, email: string): Promise<void> {
  await tx
    .insertInto("blacklisted_emails")
    .values({ fingerprint: fingerprintOf(loginName(email)), account_id })
    .onConflict((conflict) => conflict.column("fingerprint").doUpdateSet({ account_id }))
    .execute();
}

function found<Value>(
  read: () => Promise<HeldRow | undefined>,
  meaning: (row: HeldRow) => Value,
): ResultAsync<Value | null, StoreUnavailable> {
  return attempt(read).map((row) => (row ? meaning(row) : null));
}
