import { inMemoryPortfolios } from "@bourse/adapters/in-memory";
import { openPostgres, postgresAccounts, postgresLedger } from "@bourse/adapters/postgres";
import { createApp, type AccountId, type IdempotencyKey } from "@bourse/core";
import { accountOf, fakePorts, hashOf, moneyOf, refusal, TEST_POLICY, valueOf } from "@bourse/testkit";
import { afterAll, beforeAll, expect, test } from "vitest";
import { faultyClients, type Faults } from "./support/faulty-client.ts";
import { expectSound } from "./support/sound.ts";
import { newStore, type Store } from "./support/store.ts";

const ROUNDS = 100;

/** A commit takes a while for keys such as these, which gives somebody the time to end its backend. */
const SLOW = "slow";
const SLOW_COMMITS = `
  CREATE FUNCTION slow_commit() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(10); RETURN NULL; END $$;
  CREATE CONSTRAINT TRIGGER slow AFTER INSERT ON cash_transactions DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (NEW.idempotency_key LIKE '${SLOW}%') EXECUTE FUNCTION slow_commit()`;
const UNSLOW = "DROP TRIGGER slow ON cash_transactions; DROP FUNCTION slow_commit";
const END_SLEEPERS = `SELECT pg_terminate_backend(pid) AS ended FROM pg_stat_activity
  WHERE datname = current_database() AND wait_event = 'PgSleep'`;

let store: Store;
let faults: Faults;
let accountId: AccountId;
beforeAll(async () => {
  store = await newStore();
  accountId = await store.openAccount();
  faults = faultyClients();
});
afterAll(async () => {
  faults.remove();
  await store.dispose();
});

function brokerage() {
  const ports = fakePorts();
  const database = store.database();
  const ledger = postgresLedger(database);
  const portfolios = inMemoryPortfolios(ledger, { isShared: true });
  const app = createApp({ ...ports, accounts: postgresAccounts(database), ledger, portfolios }, TEST_POLICY);
  return { app, ledger };
}

test(`of ${ROUNDS} top-ups whose connection goes in the commit each is settled by its key, to one entry`, async () => {
  const { app, ledger } = brokerage();
  const replayed = { "lost before": 0, "lost after": 0 };
  for (let round = 1; round <= ROUNDS; round += 1) {
    const fault = round % 2 === 0 ? ("lost before" as const) : ("lost after" as const);
    const topUp = { accountId, amount: "1.00", idempotencyKey: `key-${round}` };
    // Recalled, looked up, twice read for a portfolio that is not in memory; and then written.
    await app.viewBalance({ accountId });
    faults.plan((number) => (number === 3 ? fault : null));
    expect(
      await app.topUp(topUp).match(
        () => "done",
        ({ kind }) => kind,
      ),
    ).toBe("StoreUnavailable");
    expect(faults.happened()).toBe(1);
    faults.plan(() => null);
    const again = valueOf(await app.topUp(topUp));
    expect(again.entry).toMatchObject({ seq: round, balance: moneyOf(`${round}.00`) });
    if (again.replayed) replayed[fault] += 1;
  }
  expect(replayed).toEqual({ "lost before": 0, "lost after": ROUNDS / 2 });
  await expectSound(ledger, accountId);
});

test.each(["lost before", "lost after"] as const)(
  "an account whose connection is %s its commit may be there or not: nobody says which, and nothing is tried again",
  async (fault) => {
    const accounts = postgresAccounts(store.database());
    faults.plan(() => null);
    valueOf(await accounts.add(accountOf(fault === "lost before" ? 101 : 103), hashOf("secret")));
    const commit = faults.sent();
    const account = accountOf(fault === "lost before" ? 102 : 104);
    faults.plan((number) => (number === commit ? fault : null));
    const refused = refusal(await accounts.add(account, hashOf("secret")), "StoreUnavailable");
    expect([faults.sent(), faults.happened(), refused.reason]).toEqual([commit, 1, undefined]);
    faults.plan(() => null);
    expect(valueOf(await accounts.find(account.id)) !== null).toBe(fault === "lost after");
  },
);

test("a backend that is ended within its commit has done nothing, and its client is not told that it has", async () => {
  await store.database().pool.query(SLOW_COMMITS);
  const other = await openPostgres({ url: store.url });
  const { app, ledger } = brokerage();
  const before = valueOf(await ledger.portfolio(accountId));
  for (let round = 1; round <= 20; round += 1) {
    const key = `${SLOW}-${round}`;
    const asked = app.topUp({ accountId, amount: "1.00", idempotencyKey: key }).match(
      () => "done",
      ({ kind }) => kind,
    );
    while ((await other.pool.query(END_SLEEPERS)).rowCount === 0);
    expect(await asked).toBe("StoreUnavailable");
    expect(valueOf(await ledger.entryByKey(accountId, key as IdempotencyKey))).toBeNull();
  }
  await other.pool.query(UNSLOW);
  await other.close();
  expect(valueOf(await ledger.portfolio(accountId))).toEqual(before);
  expect(valueOf(await app.topUp({ accountId, amount: "1.00", idempotencyKey: `${SLOW}-1` })).replayed).toBe(false);
  await expectSound(ledger, accountId);
});
