import { hash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import {
  auditSqlite,
  backupSqlite,
  DatabaseInUse,
  openSqlite,
  restoreSqlite,
  sqlitePasswordResets,
  sqliteSessions,
} from "@bourse/adapters/sqlite";
import { resetOf, sessionOf, valueOf } from "@bourse/testkit";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { plant, trader } from "./planting.ts";
import { newStore, temporaryFolder, type Store } from "./store.ts";

/** The brokerage that is to be replaced: two accounts, where the backup has one. */
let store: Store;
let backup: string;
let remove: () => void;
beforeEach(async () => {
  const { folder, remove: removeFolder } = temporaryFolder();
  remove = removeFolder;
  backup = join(folder, "monday.sqlite");
  store = newStore();
  const id = await trader(store);
  valueOf(await sqliteSessions(store.db()).start(sessionOf(1, id)));
  valueOf(await sqlitePasswordResets(store.db()).add(resetOf(1, id)));
  await backupSqlite(store.path, backup);
  await trader(store);
});
afterEach(async () => {
  await store.dispose();
  remove();
});

const NOW = new Date("2026-06-15T14:30:00.000Z");
const OLD = { accounts: 2, entries: 14, drifts: [], problems: [] };
const NEW = { accounts: 1, entries: 7, drifts: [], problems: [] };
const restore = (replace: boolean) => restoreSqlite(backup, store.path, { replace, now: NOW });
/** Every file of the folder, by a fingerprint. */
const state = () => filesThere().map((name) => [name, hash("sha256", readFileSync(join(dirname(store.path), name)))]);
const filesThere = () => readdirSync(dirname(store.path)).toSorted();

describe("a backup is restored", () => {
  it("where no brokerage is", async () => {
    const { folder, remove: removeFolder } = temporaryFolder();
    const path = join(folder, "bourse.sqlite");
    expect(await restoreSqlite(backup, path, { replace: false, now: NOW })).toEqual({ report: NEW, former: null });
    expect(auditSqlite(path)).toEqual(NEW);
    openSqlite(path).close();
    removeFolder();
  });

  it("in another's place, which is kept whole under a dated name", async () => {
    store.close();
    const former = `${store.path}.before-2026-06-15T143000.000Z`;
    expect(await restore(true)).toEqual({ report: NEW, former });
    expect(filesThere()).toEqual([
      "bourse.sqlite",
      "bourse.sqlite.before-2026-06-15T143000.000Z",
      "bourse.sqlite.lock",
    ]);
    expect([auditSqlite(store.path), auditSqlite(former)]).toEqual([NEW, OLD]);
    store.reopen();
  });

  it("in the place of one that was killed: what stood in its log alone is kept with it", async () => {
    const { folder, remove: removeFolder } = temporaryFolder();
    const killed = join(folder, "bourse.sqlite");
    for (const log of ["", "-wal"]) writeFileSync(killed + log, readFileSync(store.path + log));
    const { former } = await restoreSqlite(backup, killed, { replace: true, now: NOW });
    expect([auditSqlite(killed), auditSqlite(String(former))]).toEqual([NEW, OLD]);
    removeFolder();
  });

  it("in the place of one that nobody can read any more: it is kept with its log", async () => {
    store.close();
    writeFileSync(store.path, "Dear diary");
    writeFileSync(`${store.path}-wal`, "and so on");
    const { former } = await restore(true);
    expect(readFileSync(String(former), "utf8")).toBe("Dear diary");
    expect(readFileSync(`${String(former)}-wal`, "utf8")).toBe("and so on");
    expect(auditSqlite(store.path)).toEqual(NEW);
  });

  it("and nobody is signed in, nor any mailed reset good", async () => {
    store.close();
    await restore(true);
    const db = store.reopen();
    const count = (table: string) => db.prepare(`SELECT count(*) FROM ${table}`).pluck().get();
    expect([count("sessions"), count("password_resets"), count("people")]).toEqual([0n, 0n, 1n]);
    const before = new Database(backup, { readonly: true });
    expect(before.prepare("SELECT count(*) FROM sessions").pluck().get()).toBe(1);
    before.close();
  });

  it("a second time, which keeps the first as well", async () => {
    store.close();
    await restore(true);
    await expect(restore(true)).rejects.toThrow("bourse.sqlite.before-2026-06-15T143000.000Z is there already");
    expect(auditSqlite(store.path)).toEqual(NEW);
    const { former } = await restoreSqlite(backup, store.path, { replace: true, now: new Date(NOW.getTime() + 1) });
    expect(auditSqlite(String(former))).toEqual(NEW);
    expect(filesThere().filter((name) => name.endsWith("Z"))).toHaveLength(2);
  });
});

describe("nothing is restored, and nothing changes,", () => {
  let before: unknown;
  beforeEach(() => {
    store.close();
    before = state();
  });
  it("where a brokerage is, without a word that it may go", async () => {
    await expect(restore(false)).rejects.toThrow(`${store.path} is there already; --replace keeps it`);
    expect(state()).toEqual(before);
  });

  it("from a backup that drifts", async () => {
    plant(backup, (db) => db.exec("UPDATE cash_transactions SET balance_after = 1 WHERE seq = 3"));
    expect(await restore(true)).toMatchObject({ report: { drifts: [{ seq: 3 }] }, former: null });
    expect(state()).toEqual(before);
  });

  it.each([
    [
      "another application's file",
      (path: string) => new Database(path).exec("CREATE TABLE theirs (x)").close(),
      /another application/,
    ],
    [
      "a newer Bourse's",
      (path: string) =>
        new Database(path).exec("PRAGMA application_id = 0x426f7572; PRAGMA user_version = 999").close(),
      /has schema 999/,
    ],
    ["a text", (path: string) => writeFileSync(path, "Dear diary"), /cannot be read as a Bourse database/],
    ["nothing", () => undefined, /is not there/],
  ])("from %s", async (_, make, reason) => {
    const from = `${backup}.other`;
    make(from);
    await expect(restoreSqlite(from, store.path, { replace: true, now: NOW })).rejects.toThrow(reason);
    const fresh = `${backup}.fresh`;
    await expect(restoreSqlite(from, fresh, { replace: false, now: NOW })).rejects.toThrow(reason);
    expect(existsSync(fresh)).toBe(false);
    expect(state()).toEqual(before);
  });

  it("from the brokerage itself", async () => {
    await expect(restoreSqlite(store.path, store.path, { replace: true, now: NOW })).rejects.toThrow(
      "is the brokerage itself",
    );
    expect(state()).toEqual(before);
  });
});

it("nothing is restored while a server has the brokerage", async () => {
  await expect(restore(true)).rejects.toThrow(DatabaseInUse);
  expect(auditSqlite(store.path)).toEqual(OLD);
  expect(filesThere().filter((name) => /before|restoring/.test(name))).toEqual([]);
});

it("nothing is restored while someone reads the brokerage that is there", async () => {
  store.close();
  const reader = new Database(store.path, { readonly: true });
  reader.exec("BEGIN; SELECT * FROM accounts");
  reader.prepare("SELECT count(*) FROM accounts").get();
  await expect(restore(true)).rejects.toThrow(`${store.path} is being read; try again when that is over.`);
  reader.close();
  expect(auditSqlite(store.path)).toEqual(OLD);
  expect(filesThere().filter((name) => /before|restoring/.test(name))).toEqual([]);
});
