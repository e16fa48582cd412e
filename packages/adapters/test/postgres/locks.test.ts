import {
  openPostgres,
  postgresAccounts,
  postgresAttempts,
  postgresLedger,
  postgresSessions,
} from "@bourse/adapters/postgres";
import { systemClock } from "@bourse/adapters/system";
import { emptyPortfolio, type AccountId, type Entry, type SessionId } from "@bourse/core";
import { accountOf, entryOf, hashOf, moneyOf, refusal, START, topUpDraft, valueOf } from "@bourse/testkit";
import { sql } from "kysely";
import type { Client } from "pg";
import { afterEach, beforeEach, expect, it } from "vitest";
import { connected } from "./support/databases.ts";
import { newStore, type Store } from "./support/store.ts";
import { untilWaiting, waiting } from "./support/waiting.ts";

let store: Store;
let other: Client;
beforeEach(async () => {
  store = await newStore();
  other = await connected(store.url);
});
afterEach(async () => {
  await other.end();
  await store.dispose();
});

const firstOf = (accountId: AccountId): Entry => entryOf(topUpDraft(emptyPortfolio(accountId), moneyOf("5.00")));

it("what one that hangs in a transaction has locked is free before the others give up", async () => {
  const { db } = store.database();
  const another = await openPostgres({ url: store.url });
  const attempts = postgresAttempts(another, systemClock());
  const held = Promise.withResolvers<void>();
  const over = Promise.withResolvers<void>();
  const hung = db.transaction().execute(async (tx) => {
    await sql`SELECT FROM locks FOR UPDATE`.execute(tx);
    held.resolve();
    await over.promise;
  });
  await held.promise;
  expect(valueOf(await attempts.change(["k"], () => ({ answer: "done", failures: [null] })))).toBe("done");
  over.resolve();
  await expect(hung).rejects.toThrow("Client has encountered a connection error");
  await another.close();
});

it.each(["sessions", "blacklisted_emails"])(
  "who changes an account and hangs, waiting for %s, keeps nobody from writing entries",
  async (table) => {
    const accounts = postgresAccounts(store.database());
    const account = accountOf(1);
    valueOf(await accounts.add(account, hashOf("secret")));
    await other.query(`BEGIN; LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`);
    const [id, accountId] = [crypto.randomUUID() as SessionId, account.id];
    const changed =
      table === "sessions"
        ? postgresSessions(store.database()).start({ id, accountId, startedAt: START, expiresAt: START })
        : accounts.amend(accountId, { email: accountOf(2).email });
    await untilWaiting(other, 1);
    const appended = postgresLedger(store.database()).append([firstOf(accountId)]);
    const isWritten = appended.then(() => true);
    const counts: number[] = [];
    do counts.push(await waiting(other));
    while (!(await Promise.race([isWritten, Promise.resolve(false)])));
    expect(new Set(counts)).toEqual(new Set([1]));
    valueOf(await appended);
    await other.query("ROLLBACK");
    expect((await changed).isOk()).toBe(true);
  },
);

it("entries of several accounts are written in one order, so that no two writers wait for each other", async () => {
  const ledger = postgresLedger(store.database());
  const accounts = [await store.openAccount(), await store.openAccount()].toSorted();
  const earlier = firstOf(await store.openAccount());
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
  // While one is on its way, those that come after it go together.
  const appended = [ledger.append([earlier]), ledger.append([second]), ledger.append([first])].slice(1);
  await untilWaiting(other, 1);
  await write(second);
  await other.query("COMMIT");
  const refused = (await Promise.all(appended)).map((outcome) => refusal(outcome, "Conflict").kind);
  expect(refused).toHaveLength(2);
});
