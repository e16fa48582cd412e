import { postgresAccounts, postgresLedger, postgresSessions } from "@bourse/adapters/postgres";
import { emptyPortfolio, type AccountId, type Entry } from "@bourse/core";
import { accountOf, entryOf, hashOf, moneyOf, refusal, topUpDraft, usernameOf, valueOf } from "@bourse/testkit";
import { sql } from "kysely";
import { Client } from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { newStore, type Store } from "./support/store.ts";

let store: Store;
let other: Client;
beforeEach(async () => {
  store = await newStore();
  other = new Client({ connectionString: store.url });
  await other.connect();
});
afterEach(async () => {
  await other.end();
  await store.dispose();
});

/** Ends every connection of the store's, as the database's own end would. */
async function terminate(): Promise<void> {
  await other.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid()`,
  );
}

/** Until so many of the store's connections wait for somebody's lock. */
async function untilWaiting(count: number): Promise<void> {
  for (;;) {
    const { rows } = await other.query<{ waiting: number }>(
      `SELECT count(*)::int AS waiting FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    if (rows[0]?.waiting === count) return;
  }
}

const firstOf = (accountId: AccountId): Entry => entryOf(topUpDraft(emptyPortfolio(accountId), moneyOf("5.00")));

describe("a connection that the database ends", () => {
  it("in the midst of a transaction is an answer to that one, and not the end of the process", async () => {
    const accounts = postgresAccounts(store.database());
    const account = accountOf(1);
    valueOf(await accounts.add(account, hashOf("secret")));
    await other.query("BEGIN");
    await other.query("SELECT FROM accounts FOR UPDATE");
    const amended = accounts.amend(account.id, { username: usernameOf("another") });
    await untilWaiting(1);
    await terminate();
    refusal(await amended, "StoreUnavailable");
    await other.query("ROLLBACK");
    expect(valueOf(await accounts.find(account.id))?.username).toBe(account.username);
  });

  it("between two statements of a transaction is an answer to the next", async () => {
    const { db, state } = store.database();
    const thwarted = db.transaction().execute(async (tx) => {
      await sql`SELECT 1`.execute(tx);
      await terminate();
      // What the database says of its end comes by itself.
      while ((await other.query(OTHERS)).rows.length > 0);
      await sql`SELECT 2`.execute(tx);
    });
    await expect(thwarted).rejects.toThrow();
    expect(await state()).toBe("ok");
  });

  it("while nobody uses it is not noticed", async () => {
    const sessions = postgresSessions(store.database());
    const accountId = await store.openAccount();
    await terminate();
    while ((await other.query(OTHERS)).rows.length > 0);
    await expect.poll(() => sessions.list(accountId).unwrapOr(null)).toEqual([]);
  });
});

const OTHERS = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`;

it("entries of several accounts are written in one order, so that no two writers wait for each other", async () => {
  const ledger = postgresLedger(store.database());
  const accounts = [await store.openAccount(), await store.openAccount()].toSorted();
  const [first, second] = accounts.map(firstOf);
  if (!first || !second) throw new Error("there are two");
  const write = ({ accountId, amount, at }: Entry) =>
    other.query(
      `INSERT INTO cash_transactions (account_id, seq, amount, status, balance_after, realised_gain_after, creation_date)
        VALUES ($1, 1, $2, 'TOP-UP', $2, 0, $3)`,
      [accountId, amount, at],
    );
  // Of two that wait for each other this one is told so, since the ledger would only try again.
  await other.query("SET deadlock_timeout = '1ms'");
  await other.query("BEGIN");
  await write(first);
  const appended = [ledger.append(second), ledger.append(first)];
  await untilWaiting(1);
  await write(second);
  await other.query("COMMIT");
  for (const outcome of await Promise.all(appended)) refusal(outcome, "Conflict");
});
