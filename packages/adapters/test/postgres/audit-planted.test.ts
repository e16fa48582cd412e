import { auditPostgres, type AuditReport } from "@bourse/adapters/postgres";
import type { AccountId } from "@bourse/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inRowsOf, PLANTED } from "../audit/planted.ts";
import { newStore, type Store } from "./support/store.ts";
import { trader } from "./support/trader.ts";

/** What no server would have: no CHECK keeps the ledger's rows as they must be. */
const DROP_CHECKS = `DO $$ DECLARE rule record; BEGIN
  FOR rule IN SELECT conrelid::regclass AS of, conname FROM pg_constraint
    WHERE contype = 'c' AND conrelid IN ('cash_transactions'::regclass, 'stock_transactions'::regclass)
  LOOP EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', rule.of, rule.conname); END LOOP;
END $$`;

/** What is planted besides, and how it must be found. */
const MORE: typeof PLANTED = [
  { sql: "UPDATE cash SET balance_after = balance_after + 1 WHERE seq > 4", seq: 5, what: /^its balance after it is / },
  {
    sql: "UPDATE cash SET idempotency_key = 'key-1' WHERE seq = 4",
    seq: 4,
    what: "its key is another entry's too",
  },
  {
    sql: "DELETE FROM accounts WHERE id IS NOT NULL",
    seq: 1,
    what: "there is no such account",
  },
];
const CASES = [...PLANTED, ...MORE];

let store: Store;
let report: AuditReport;
const victims: AccountId[] = [];

/** Each in an account of its own: to audit them takes no longer than to audit one. */
beforeAll(async () => {
  store = await newStore();
  while (victims.length < CASES.length) victims.push(await trader(store));
  await trader(store);
  await store.alter(`${DROP_CHECKS}; DROP INDEX cash_transactions_key`);
  const planted = CASES.map(({ sql }, index) =>
    inRowsOf(victims[index] as AccountId, sql).replace("accounts WHERE account_id", "accounts WHERE id"),
  );
  // Neither triggers nor references are asked.
  await store.alter(`BEGIN; SET LOCAL session_replication_role = replica; ${planted.join(";")}; COMMIT`);
  report = await auditPostgres(store.url);
});
afterAll(() => store.dispose());

describe("planted in one account's entries,", () => {
  it.each(CASES.map((planted, index) => ({ ...planted, index })))("$sql is found there", ({ seq, what, index }) => {
    const accountId = victims[index];
    const drifts = report.drifts.filter((drift) => drift.accountId === accountId);
    expect(drifts).toEqual([{ accountId, seq, what: expect.stringMatching(what) }]);
  });

  it("and in no other's, each is told by its account", () => {
    expect(report.drifts.map(({ accountId }) => accountId)).toEqual(victims.toSorted());
  });

  it("entries of no account are a problem of the whole, as is an index that is missing", () => {
    expect(report.problems).toEqual(
      expect.arrayContaining([
        "7 rows of cash_transactions refer to rows of accounts that are not there",
        "the index cash_transactions_key of cash_transactions is missing",
      ]),
    );
  });
});
