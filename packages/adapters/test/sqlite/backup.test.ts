import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { auditSqlite, backupSqlite, openSqlite, sqliteAccounts, sqliteLedger } from "@bourse/adapters/sqlite";
import { entriesFor, moneyOf, valueOf } from "@bourse/testkit";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { plant, trader } from "./planting.ts";
import { newStore, type Store } from "./store.ts";
import { detailsOf, personOf } from "./traces.ts";

let store: Store;
let to: string;
beforeEach(async () => {
  store = newStore();
  mkdirSync(join(dirname(store.path), "backups"));
  to = join(dirname(store.path), "backups", "monday.sqlite");
  await trader(store);
});
afterEach(() => store.dispose());

const filesThere = () => readdirSync(dirname(to));
const SOUND = { accounts: 1, entries: 7, drifts: [], problems: [] };

/** Every row of every table, as a connection of its own reads it. */
function rowsOf(path: string): unknown {
  const db = new Database(path, { readonly: true });
  const tables = db.prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").pluck();
  const rows = tables.all().map((name) => [name, db.prepare(`SELECT * FROM ${name}`).all()]);
  const marks = ["application_id", "user_version"].map((name) => db.pragma(name, { simple: true }));
  db.close();
  return [rows, marks];
}

describe("a backup", () => {
  it("is one file, its owner's alone, that says all that the brokerage does", async () => {
    expect(await backupSqlite(store.path, to)).toEqual(SOUND);
    expect(filesThere()).toEqual(["monday.sqlite"]);
    expect(statSync(to).mode & 0o777).toBe(0o600);
    expect(rowsOf(to)).toEqual(rowsOf(store.path));
  });

  it("of a brokerage that nobody serves is the same", async () => {
    store.close();
    expect(await backupSqlite(store.path, to)).toEqual(SOUND);
    expect(rowsOf(to)).toEqual(rowsOf(store.path));
  });

  it("is opened by a server as its own", async () => {
    await backupSqlite(store.path, to);
    const database = openSqlite(to);
    expect(database.state()).toBe("ok");
    database.close();
  });

  it("needs no file beside it to be read, and gets none", async () => {
    await backupSqlite(store.path, to);
    chmodSync(dirname(to), 0o500);
    try {
      expect(auditSqlite(to)).toEqual(SOUND);
    } finally {
      chmodSync(dirname(to), 0o700);
    }
    expect(filesThere()).toEqual(["monday.sqlite"]);
  });

  it("is of the moment when it began, however much is written while it is made", async () => {
    const ledger = sqliteLedger(store.db());
    const steps = Array.from({ length: 300 }, () => ({ status: "TOP-UP" as const, amount: moneyOf("1.00") }));
    const late = entriesFor(await store.openAccount(), steps);
    const appended: ReturnType<typeof ledger.append>[] = [];
    const report = await backupSqlite(store.path, to, () => {
      const entry = late[appended.length];
      if (entry) appended.push(ledger.append([entry]));
    });
    for (const one of await Promise.all(appended)) valueOf(one);
    expect(appended.length).toBeGreaterThan(3);
    expect(report).toEqual({ ...SOUND, accounts: 2 });
    expect(auditSqlite(to)).toEqual({ ...SOUND, accounts: 2 });
  });

  it("has no trace of an account that was closed before", async () => {
    const [gone, kept] = [personOf(11), personOf(12)];
    const accounts = sqliteAccounts(store.db());
    for (const { account, hash } of [gone, kept]) valueOf(await accounts.add(account, hash));
    valueOf(await accounts.close(gone.account.id));
    await backupSqlite(store.path, to);
    const bytes = readFileSync(to);
    expect(detailsOf(gone).filter((text) => bytes.includes(text))).toEqual([]);
    expect(bytes.includes(kept.account.email)).toBe(true);
  });
});

describe("no backup is made, and nothing is left of it,", () => {
  it("under a name that something has", async () => {
    writeFileSync(to, "Dear diary");
    await expect(backupSqlite(store.path, to)).rejects.toThrow(
      `${to} is there already, and a backup never replaces a file.`,
    );
    expect(readFileSync(to, "utf8")).toBe("Dear diary");
    expect(filesThere()).toEqual(["monday.sqlite"]);
  });

  it("under a name that something gets while it is made", async () => {
    const made = backupSqlite(store.path, to, ({ step }) => {
      if (step === "replaying the entries") writeFileSync(to, "Dear diary");
    });
    await expect(made).rejects.toThrow(`${to} is there already`);
    expect(readFileSync(to, "utf8")).toBe("Dear diary");
    expect(filesThere()).toEqual(["monday.sqlite"]);
  });

  it("in a folder that is not there, or in a file", async () => {
    for (const folder of [join(dirname(to), "nowhere"), store.path, join(store.path, "within")]) {
      const made = backupSqlite(store.path, join(folder, "monday.sqlite"));
      await expect(made).rejects.toThrow(`${folder} must be a folder that is there`);
    }
  });

  it("where nothing can be written, which is told by the name that was asked for", async () => {
    // The draft's name is longer than any file system has; its owner may write into any folder here, as root may.
    const long = join(dirname(to), `${"x".repeat(240)}.sqlite`);
    const error: unknown = await backupSqlite(store.path, long).catch((failure: unknown) => failure);
    expect(error).toMatchObject({ message: `${long} cannot be written.`, cause: { code: "SQLITE_CANTOPEN" } });
    expect(filesThere()).toEqual([]);
  });

  it("of a brokerage that drifts", async () => {
    plant(store.path, (db) => db.exec("UPDATE cash_transactions SET balance_after = 1 WHERE seq = 3"));
    expect(await backupSqlite(store.path, to)).toMatchObject({ drifts: [{ seq: 3 }] });
    expect(filesThere()).toEqual([]);
  });

  it("of what is no brokerage", async () => {
    await expect(backupSqlite(join(dirname(to), "none"), to)).rejects.toThrow("is not there");
    writeFileSync(join(dirname(to), "none"), "Dear diary");
    await expect(backupSqlite(join(dirname(to), "none"), to)).rejects.toThrow("cannot be read as a Bourse database");
    expect(existsSync(to)).toBe(false);
  });
});
