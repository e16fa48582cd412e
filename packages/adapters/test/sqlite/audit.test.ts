import { readFileSync, truncateSync, writeFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { auditSqlite, isSound, sqliteAccounts } from "@bourse/adapters/sqlite";
import type { AccountId } from "@bourse/core";
import { valueOf } from "@bourse/testkit";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { plant, trader } from "./planting.ts";
import { newStore, type Store } from "./store.ts";

let store: Store;
let accountId: AccountId;

beforeEach(async () => {
  store = newStore();
  accountId = await trader(store);
  await trader(store);
});
afterEach(() => store.dispose());

/** SQLite's own size of a page, in bytes. */
const PAGE = 4096;

const SOUND = { accounts: 2, entries: 14, drifts: [], problems: [] };

describe("a file that is sound", () => {
  it("audits clean while a server has it, and after", () => {
    expect(auditSqlite(store.path)).toEqual(SOUND);
    store.close();
    expect(auditSqlite(store.path)).toEqual(SOUND);
  });

  it("stays as it is, byte for byte", () => {
    store.close();
    const before = readFileSync(store.path);
    auditSqlite(store.path);
    expect(readFileSync(store.path).equals(before)).toBe(true);
  });

  it("is audited with what a killed server has left in its log alone", () => {
    const copy = `${store.path}.copy`;
    for (const log of ["", "-wal"]) writeFileSync(copy + log, readFileSync(store.path + log));
    expect(auditSqlite(copy)).toEqual(SOUND);
    truncateSync(`${copy}-wal`, 0);
    expect(auditSqlite(copy)).not.toEqual(SOUND);
  });

  it("audits clean though an account is closed, or has no entry", async () => {
    valueOf(await sqliteAccounts(store.db()).close(accountId));
    await store.openAccount();
    expect(auditSqlite(store.path)).toEqual({ ...SOUND, accounts: 3 });
  });

  it("tells how far it is, up to the last entry", () => {
    const told: unknown[] = [];
    auditSqlite(store.path, (progress) => told.push(progress));
    expect(told).toEqual([
      { step: "checking the file", done: 0, total: 1 },
      { step: "checking the file", done: 1, total: 1 },
      { step: "replaying the entries", done: 0, total: 14 },
      { step: "replaying the entries", done: 14, total: 14 },
    ]);
  });

  it("is seen as it was when the audit began, whatever is written meanwhile", async () => {
    const late = await store.openAccount();
    const write = store
      .db()
      .prepare("INSERT INTO cash_transactions VALUES (?, 1, 10000, 'TOP-UP', 10000, 0, 1, NULL, NULL)");
    const began = { step: "checking the file", done: 0, total: 1 };
    const report = auditSqlite(store.path, (progress) => {
      if (isDeepStrictEqual(progress, began)) write.run(late);
    });
    expect(report).toEqual({ ...SOUND, accounts: 3 });
    expect(auditSqlite(store.path)).toEqual({ ...SOUND, accounts: 3, entries: 15 });
  });
});

describe("what is wrong with the file as a whole is found:", () => {
  it.each([
    ["DROP TRIGGER cash_transactions_never_change", "the trigger cash_transactions_never_change is missing"],
    ["DROP INDEX stock_transactions_ticker", "the index stock_transactions_ticker is missing"],
    ["CREATE TRIGGER gift AFTER INSERT ON accounts BEGIN SELECT 1; END", "the trigger gift is not as Bourse makes it"],
  ])("%s", (sql, problem) => {
    store.db().exec(sql);
    expect(auditSqlite(store.path)).toEqual({ ...SOUND, problems: [problem] });
  });

  it("a row that refers to none", () => {
    plant(store.path, (db) => db.exec("UPDATE accounts SET person = person + 50"));
    const problems = ["2 rows of accounts refer to rows of people that are not there"];
    expect(auditSqlite(store.path)).toEqual({ ...SOUND, problems: expect.arrayContaining(problems) });
  });

  it("a page that is overwritten, whichever it is", () => {
    store.db().exec("VACUUM");
    store.close();
    const bytes = readFileSync(store.path);
    const unseen: number[] = [];
    for (let page = PAGE; page < bytes.length; page += PAGE) {
      writeFileSync(store.path, Buffer.from(bytes).fill(0xa5, page, page + PAGE));
      if (isSound(auditSqlite(store.path))) unseen.push(page / PAGE);
    }
    expect(unseen).toEqual([]);
  });
});

describe("a file that is none of ours is refused", () => {
  it.each([
    ["that is not there", () => undefined, /is not there\.$/],
    [
      "of something else",
      (path: string) => writeFileSync(path, "Dear diary"),
      /cannot be read as a Bourse database\.$/,
    ],
    ["that is empty", (path: string) => writeFileSync(path, ""), /has no brokerage in it\.$/],
    [
      "of a newer schema",
      (path: string) =>
        new Database(path).exec("PRAGMA application_id = 0x426f7572; PRAGMA user_version = 999").close(),
      /has schema 999; this Bourse knows \d+ at most\. Use a newer Bourse\.$/,
    ],
  ])("%s", (_, make, reason) => {
    const path = `${store.path}.other`;
    make(path);
    expect(() => auditSqlite(path)).toThrow(reason);
  });
});
