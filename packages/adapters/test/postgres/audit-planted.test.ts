import { auditPostgres } from "@bourse/adapters/postgres";
import type { AccountId } from "@bourse/core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { inRowsOf, PLANTED } from "../audit/planted.ts";
import { newStore, type Store } from "./support/store.ts";
import { trader } from "./support/trader.ts";

/** What no server would have: neither trigger nor reference keeps rows as they are, and no CHECK either. */
const UNGUARDED = "SET session_replication_role = replica";
const DROP_CHECKS = `DO $$ DECLARE rule record; BEGIN
  FOR rule IN SELECT conrelid::regclass AS of, conname FROM pg_constraint
    WHERE contype = 'c' AND conrelid IN ('cash_transactions'::regclass, 'stock_transactions'::regclass)
  LOOP EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', rule.of, rule.conname); END LOOP;
END $$`;
const LEDGER = ["stock_transactions", "cash_transactions"];

let store: Store;
let victim: AccountId;
/** Its entries are as they should be, whatever is planted in the other's. */
let honest: AccountId;
beforeAll(async () => {
  store = await newStore();
  victim = await trader(store);
  honest = await trader(store);
  await store.alter(DROP_CHECKS);
  for (const table of LEDGER) await store.alter(`CREATE TABLE kept_${table} AS TABLE ${table}`);
});
afterEach(() =>
  plant(LEDGER.map((table) => `DELETE FROM ${table}; INSERT INTO ${table} SELECT * FROM kept_${table}`).join(";")),
);
afterAll(() => store.dispose());

async function plant(sql: string): Promise<void> {
  await store.alter(`BEGIN; SET LOCAL ${UNGUARDED.slice(4)}; ${sql}; COMMIT`);
}

describe("planted in one account's entries,", () => {
  it.each(PLANTED)("$sql is found there", async ({ sql, seq, what }) => {
    await plant(inRowsOf(victim, sql));
    const { drifts } = await auditPostgres(store.url);
    expect(drifts).toEqual([{ accountId: victim, seq, what: expect.stringMatching(what) }]);
  });

  it("several faults are told by the first", async () => {
    await plant(inRowsOf(victim, "UPDATE cash SET balance_after = balance_after + 1 WHERE seq > 4"));
    expect((await auditPostgres(store.url)).drifts).toMatchObject([{ accountId: victim, seq: 5 }]);
  });

  it("and in another's, each has its own", async () => {
    await plant("UPDATE cash_transactions SET balance_after = 1 WHERE seq = 7");
    const { drifts } = await auditPostgres(store.url);
    expect(drifts.map(({ accountId }) => accountId)).toEqual([victim, honest]);
  });

  it("entries of no account are found", async () => {
    for (const table of LEDGER) await plant(`UPDATE ${table} SET account_id = 'nobody' WHERE account_id = '${honest}'`);
    expect(await auditPostgres(store.url)).toMatchObject({
      drifts: [{ accountId: "nobody", seq: 1, what: "there is no such account" }],
      problems: expect.arrayContaining(["7 rows of cash_transactions refer to rows of accounts that are not there"]),
    });
  });

  it("a key that is there twice is found, once nothing has kept it from being", async () => {
    await store.alter("DROP INDEX cash_transactions_key");
    await plant(inRowsOf(victim, "UPDATE cash SET idempotency_key = 'key-1' WHERE seq = 4"));
    expect(await auditPostgres(store.url)).toMatchObject({
      drifts: [{ accountId: victim, seq: 4, what: "its key is another entry's too" }],
      problems: expect.arrayContaining(["the index cash_transactions_key of cash_transactions is missing"]),
    });
  });
});
