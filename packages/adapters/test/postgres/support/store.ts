import { openPostgres, type PostgresDatabase } from "@bourse/adapters/postgres";
import type { AccountId } from "@bourse/core";
import { accountOf } from "@bourse/testkit";
import { newDatabase, urlOf } from "./databases.ts";

let made = 0;

/** A brokerage in a database of its own. */
export type Store = {
  readonly url: string;
  /** The pool that is open now. */
  readonly database: () => PostgresDatabase;
  /** Ends all connections and makes others, as a new process would. */
  readonly reopen: () => Promise<PostgresDatabase>;
  /** Changes the schema, which nobody uses after this. */
  readonly alter: (statements: string) => Promise<void>;
  /** Opens an account, which the ledger and the sessions need to be there. */
  readonly openAccount: () => Promise<AccountId>;
  readonly dispose: () => Promise<void>;
};

export async function newStore(): Promise<Store> {
  const name = emptied.pop() ?? (await newDatabase());
  const url = urlOf(name);
  let database = await openPostgres({ url });
  let isAltered = false;
  return {
    url,
    database: () => database,
    async reopen() {
      await database.close();
      database = await openPostgres({ url });
      return database;
    },
    async openAccount() {
      made += 1;
      const { id, openedAt } = accountOf(made);
      const texts = [id, `user-${made}`, `${made}@example.com`, "hash", `u${made}`, `e${made}`, openedAt];
      await database.pool.query(
        `INSERT INTO accounts (id, username, email, password_hash, username_fingerprint, email_fingerprint, opened_at, blacklisted)
          VALUES ($1, $2, $3, $4, $5, $6, $7, 0)`,
        texts,
      );
      return id;
    },
    async alter(statements) {
      isAltered = true;
      await database.pool.query(statements);
    },
    async dispose() {
      if (!isAltered) await database.pool.query(`TRUNCATE ${TABLES.join(", ")}`);
      await database.close();
      if (!isAltered) emptied.push(name);
    },
  };
}

/** All that a brokerage fills: not the rows to lock, nor its version. */
const TABLES = [
  "accounts",
  "blacklisted_emails",
  "cash_transactions",
  "failed_attempts",
  "password_resets",
  "sessions",
  "stock_transactions",
];

/** Brokerages that were used and are as they were at first: making another takes ten times as long as emptying one. */
const emptied: string[] = [];
