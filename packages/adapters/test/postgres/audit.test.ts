import { auditPostgres, postgresAccounts } from "@bourse/adapters/postgres";
import { valueOf } from "@bourse/testkit";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { newStore, type Store } from "./support/store.ts";
import { trader } from "./support/trader.ts";

let store: Store;
beforeEach(async () => {
  store = await newStore();
  await trader(store);
});
afterEach(() => store.dispose());

const SOUND = { accounts: 1, entries: 7, drifts: [], problems: [] };

describe("a database that is sound", () => {
  it("audits clean while a server uses it, and tells how far it is, up to the last entry", async () => {
    const told: unknown[] = [];
    expect(await auditPostgres(store.url, (progress) => told.push(progress))).toEqual(SOUND);
    expect(told).toEqual([
      { step: "checking the database", done: 0, total: 1 },
      { step: "checking the database", done: 1, total: 1 },
      { step: "replaying the entries", done: 0, total: 7 },
      { step: "replaying the entries", done: 7, total: 7 },
    ]);
  });

  it("audits clean though an account is closed or has no entry, and stays as it is", async () => {
    const { pool } = store.database();
    valueOf(await postgresAccounts(store.database()).close(await store.openAccount()));
    await store.openAccount();
    const schemas = "SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_(toast_)?temp' ORDER BY 1";
    const before = await pool.query(schemas);
    expect(await auditPostgres(store.url)).toEqual({ ...SOUND, accounts: 3 });
    expect((await pool.query(schemas)).rows).toEqual(before.rows);
  });

  it("is seen as it was when the audit began, whatever is written meanwhile", async () => {
    const late = await store.openAccount();
    const { pool } = store.database();
    const holder = await pool.connect();
    await holder.query("BEGIN; LOCK TABLE stock_transactions IN ACCESS EXCLUSIVE MODE");
    const report = auditPostgres(store.url);
    // Until it waits in the midst of its work.
    const waiting = "SELECT FROM pg_locks WHERE NOT granted AND relation = 'stock_transactions'::regclass";
    while ((await pool.query(waiting)).rowCount === 0);
    const entry = "INSERT INTO cash_transactions VALUES ($1, 1, 10000, 'TOP-UP', 10000, 0, 1, NULL, NULL)";
    await pool.query(entry, [late]);
    await holder.query("COMMIT");
    holder.release();
    expect(await report).toEqual({ ...SOUND, accounts: 2 });
    expect(await auditPostgres(store.url)).toEqual({ ...SOUND, accounts: 2, entries: 8 });
  });
});

/** What may be wrong with the database as a whole, and how it must be told. */
const PLANTED: readonly (readonly [sql: string, problem: string])[] = [
  [
    "DROP TRIGGER cash_transactions_never ON cash_transactions",
    "the trigger cash_transactions_never of cash_transactions is missing",
  ],
  [
    "ALTER TABLE accounts DISABLE TRIGGER accounts_never",
    "the trigger accounts_never of accounts is not as Bourse makes it",
  ],
  [
    "CREATE OR REPLACE FUNCTION bourse_never() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN OLD; END'",
    "the function bourse_never is not as Bourse makes it",
  ],
  [
    "CREATE TRIGGER gift BEFORE DELETE ON sessions FOR EACH ROW EXECUTE FUNCTION bourse_never()",
    "the trigger gift of sessions is not as Bourse makes it",
  ],
  ["DROP INDEX stock_transactions_ticker", "the index stock_transactions_ticker of stock_transactions is missing"],
  [
    "ALTER TABLE cash_transactions DROP CONSTRAINT cash_transactions_account_id_fkey",
    "the constraint cash_transactions_account_id_fkey of cash_transactions is missing",
  ],
  [
    "ALTER TABLE cash_transactions DROP CONSTRAINT cash_transactions_balance_after_check, ADD CONSTRAINT cash_transactions_balance_after_check CHECK (balance_after >= -1)",
    "the constraint cash_transactions_balance_after_check of cash_transactions is not as Bourse makes it",
  ],
  [
    "ALTER TABLE cash_transactions ALTER COLUMN creation_date DROP NOT NULL",
    "the column creation_date of cash_transactions is not as Bourse makes it",
  ],
];

describe("what is wrong with the database as a whole is found:", () => {
  it.each(PLANTED)("%s", async (sql, problem) => {
    await store.alter(sql);
    expect(await auditPostgres(store.url)).toEqual({ ...SOUND, problems: [problem] });
  });

  it.each([
    ["ALTER TABLE sessions DROP COLUMN account_id", "the column account_id of sessions is missing"],
    ["DROP TABLE password_resets", "the table password_resets is missing"],
  ])("%s, and that it cannot be read any further", async (sql, problem) => {
    await store.alter(sql);
    const { problems } = await auditPostgres(store.url);
    expect(problems).toEqual(
      expect.arrayContaining([problem, expect.stringMatching(/^it cannot be read any further: /)]),
    );
  });

  it("rows that a CHECK should have refused, and rows that refer to none", async () => {
    await store.alter(`
      ALTER TABLE accounts DROP CONSTRAINT accounts_blacklisted_check;
      UPDATE accounts SET blacklisted = 2;
      ALTER TABLE sessions DROP CONSTRAINT sessions_account_id_fkey;
      INSERT INTO sessions VALUES ('a', 'nobody', 1, 2), ('b', 'nobody', 1, 2)`);
    expect((await auditPostgres(store.url)).problems).toEqual([
      "the constraint accounts_blacklisted_check of accounts is missing",
      "the constraint sessions_account_id_fkey of sessions is missing",
      "2 rows of sessions refer to rows of accounts that are not there",
      expect.stringMatching(/^1 rows of accounts are not as they must be: .*blacklisted/),
    ]);
  });

  it("a database that is none of ours, or of a newer program, is refused by its name and without its password", async () => {
    const url = new URL(store.url);
    await expect(auditPostgres(String(Object.assign(new URL(url), { pathname: "/postgres" })))).rejects.toThrow(
      `postgres://${url.host}/postgres has no brokerage in it.`,
    );
    await expect(auditPostgres(String(Object.assign(new URL(url), { port: "1" })))).rejects.toThrow(
      `postgres://${url.hostname}:1${url.pathname} cannot be reached`,
    );
    await store.alter("UPDATE brokerage_schema SET version = 999");
    await expect(auditPostgres(store.url)).rejects.toThrow(/has schema 999; this Bourse knows \d+ at most/);
  });
});
