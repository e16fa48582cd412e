import { openPostgres, type PostgresDatabase } from "@bourse/adapters/postgres";
import type { AccountId } from "@bourse/core";
import { accountOf } from "@bourse/testkit";
import pg from "pg";
import { inject } from "vitest";

let made = 0;

/** A brokerage in a database of its own. */
export type Store = {
  readonly url: string;
  /** The pool that is open now. */
  readonly database: () => PostgresDatabase;
  /** Ends all connections and makes others, as a new process would. */
  readonly reopen: () => Promise<PostgresDatabase>;
  /** Opens an account, which the ledger and the sessions need to be there. */
  readonly openAccount: () => Promise<AccountId>;
  readonly dispose: () => Promise<void>;
};

export async function newStore(): Promise<Store> {
  template ??= newTemplate();
  const name = newName();
  await onServer(`CREATE DATABASE ${name} TEMPLATE ${await template}`);
  const url = urlOf(name);
  let database = await openPostgres({ url });
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
    async dispose() {
      await database.close();
      await onServer(`DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}

/** A brokerage as it is at first: a copy of it takes a fraction of the time that making one does. */
let template: Promise<string> | undefined;

async function newTemplate(): Promise<string> {
  const name = newName();
  await onServer(`CREATE DATABASE ${name}`);
  const database = await openPostgres({ url: urlOf(name) });
  await database.close();
  return name;
}

function newName(): string {
  return `bourse_${crypto.randomUUID().replaceAll("-", "")}`;
}

function urlOf(name: string): string {
  return `${inject("postgresUrl")}/${name}`;
}

/** One statement outside of any brokerage. */
async function onServer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: `${inject("postgresUrl")}/postgres` });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
