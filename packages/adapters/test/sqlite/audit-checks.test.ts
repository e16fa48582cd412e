import { auditSqlite } from "@bourse/adapters/sqlite";
import { afterEach, beforeEach, expect, it } from "vitest";
import { plant, trader } from "./planting.ts";
import { newStore, type Store } from "./store.ts";

let store: Store;
beforeEach(async () => {
  store = newStore();
  await trader(store);
  await trader(store);
});
afterEach(() => store.dispose());

const SOUND = { accounts: 2, entries: 14, drifts: [], problems: [] };

/** What no server would have written, by its table, and the rule that it breaks. */
const PLANTED: readonly (readonly [table: string, sql: string, rows: number, rule: string])[] = [
  ["accounts", "UPDATE accounts SET blacklisted = 2", 2, "blacklisted IN (0, 1)"],
  [
    "accounts",
    "UPDATE accounts SET email_fingerprint = NULL WHERE person = 1",
    1,
    "(person IS NULL) = (email_fingerprint IS NULL)",
  ],
  ["failed_attempts", "INSERT INTO failed_attempts VALUES ('a', 0, 1), ('b', 1, 1), ('c', -1, 1)", 2, "count >= 1"],
  ["daily_closes", "INSERT INTO daily_closes VALUES ('IBM', '2026-11-20', 0)", 1, "price > 0"],
  ["daily_closes_asked", "INSERT INTO daily_closes_asked VALUES ('IBM', 1, 2)", 1, "known IN (0, 1)"],
  ["quotes", "INSERT INTO quotes (ticker, price) VALUES ('IBM', 1)", 1, "(price IS NULL) = (trading_day IS NULL)"],
  [
    "price_requests",
    "INSERT INTO price_requests (at, day, need) VALUES (1, '2026-11-20', 'fun')",
    1,
    "need IN ('look', 'trade', 'valuation')",
  ],
  ["price_refusals", "INSERT INTO price_refusals VALUES (1, 'day', 1, '2026-11-20', 0)", 1, "wait > 0"],
  ["profiles", "INSERT INTO profiles (ticker, asked_at, found) VALUES ('IBM', 1, 7)", 1, "found IN (0, 1)"],
];

it.each(PLANTED)("in %s, %s is found", (table, sql, rows, rule) => {
  plant(store.path, (db) => db.exec(sql));
  const problem = `${rows} rows of ${table} are not as they must be: ${rule}`;
  expect(auditSqlite(store.path)).toEqual({ ...SOUND, problems: [problem] });
});

it("so it is in every table that has rules of its own, besides the ledger's", () => {
  const tables = store
    .db()
    .prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%CHECK%'")
    .pluck()
    .all();
  const planted = new Set([...PLANTED.map(([table]) => table), "cash_transactions", "stock_transactions"]);
  expect(new Set(tables)).toEqual(planted);
});

it("of a table that is not as Bourse makes it, that is told", () => {
  store.db().exec("DROP TABLE failed_attempts; CREATE TABLE failed_attempts (count)");
  store.db().exec("INSERT INTO failed_attempts VALUES (0)");
  const problems = [
    "the index failed_attempts_last_at is missing",
    "the table failed_attempts is not as Bourse makes it",
  ];
  expect(auditSqlite(store.path)).toEqual({ ...SOUND, problems });
});
