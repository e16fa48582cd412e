import {
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseInUse, openSqlite } from "@bourse/adapters/sqlite";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { temporaryFolder } from "./store.ts";

let folder: string;
let remove: () => void;
let path: string;
beforeEach(() => {
  ({ folder, remove } = temporaryFolder());
  path = join(folder, "bourse.sqlite");
});
afterEach(() => remove());

/** Makes a file with SQLite alone. */
function made(sql: string): void {
  const db = new Database(path);
  db.exec(sql);
  db.close();
}

/** Why opening is refused; every byte of the file must be as it was. */
function refusal(): string {
  const before = readFileSync(path);
  try {
    openSqlite(path).close();
    return "not refused";
  } catch (error) {
    return readFileSync(path).equals(before) ? String(error) : "refused, but changed";
  }
}

describe("a file that is not ours to open is refused, and left as it is:", () => {
  it("a database of another application, by its id", () => {
    made("PRAGMA application_id = 7; CREATE TABLE theirs (x); INSERT INTO theirs VALUES (1)");
    expect(refusal()).toBe(`Error: ${path} is a database of another application.`);
  });

  it("a database of another application that gives no id", () => {
    made("CREATE TABLE theirs (x); INSERT INTO theirs VALUES (1)");
    expect(refusal()).toBe(`Error: ${path} is a database of another application.`);
  });

  it("a database in WAL mode of another application that crashed", async () => {
    const theirs = join(folder, "theirs.sqlite");
    const running = new Database(theirs);
    running.exec("PRAGMA journal_mode = WAL; CREATE TABLE theirs (x); INSERT INTO theirs VALUES (1)");
    await copyFile(theirs, path);
    await copyFile(`${theirs}-wal`, `${path}-wal`);
    running.close();
    const log = readFileSync(`${path}-wal`);
    expect(refusal()).toBe(`Error: ${path} is a database of another application.`);
    expect(readFileSync(`${path}-wal`).equals(log)).toBe(true);
  });

  it("a database of a newer schema", () => {
    openSqlite(path).close();
    made("PRAGMA user_version = 1000");
    expect(refusal()).toMatch(/bourse\.sqlite has schema 1000; this Bourse knows \d+ at most\. Use a newer Bourse\.$/);
  });

  it.each(["No database at all.", "SQLite format 3\0and then not", "x".repeat(10_000)])("a text file: %#", (text) => {
    writeFileSync(path, text);
    expect(refusal()).toBe(`Error: ${path} cannot be read as a Bourse database.`);
  });

  it("a folder", () => {
    mkdirSync(path);
    expect(() => openSqlite(path)).toThrow(path);
  });
});

it("a refused file is not kept locked", () => {
  writeFileSync(path, "No database at all.");
  expect(() => openSqlite(path)).toThrow(/cannot be read/);
  writeFileSync(path, "");
  openSqlite(path).close();
});

describe("a file that another server has", () => {
  it("is refused, by any name, until that one closes it", () => {
    const link = join(folder, "link.sqlite");
    const linkedFolder = `${folder}/linked`;
    const first = openSqlite(path);
    symlinkSync(path, link);
    symlinkSync(folder, linkedFolder);
    for (const name of [path, link, join(linkedFolder, "bourse.sqlite")]) {
      expect(() => openSqlite(name)).toThrow(DatabaseInUse);
      expect(() => openSqlite(name)).toThrow(`${path} is in use by another Bourse, a server or a command`);
    }
    first.close();
    openSqlite(link).close();
  });

  it("is refused also when it was first opened by a link that led nowhere yet", () => {
    const link = join(folder, "link.sqlite");
    symlinkSync(path, link);
    const first = openSqlite(link);
    expect(() => openSqlite(path)).toThrow(DatabaseInUse);
    first.close();
  });

  it("is refused while it has a second name, which no lock could tell from the first", () => {
    openSqlite(path).close();
    linkSync(path, join(folder, "other.sqlite"));
    expect(() => openSqlite(path)).toThrow("hard link");
    expect(() => openSqlite(join(folder, "other.sqlite"))).toThrow("hard link");
  });

  it("is not alive once it has been taken away or replaced", () => {
    const first = openSqlite(path);
    expect(first.state()).toBe("ok");
    renameSync(path, join(folder, "away.sqlite"));
    expect(first.state()).toBe("unavailable");
    writeFileSync(path, "");
    expect(first.state()).toBe("unavailable");
    first.close();
  });

  it("can be read meanwhile, as by a backup", () => {
    const first = openSqlite(path);
    const reader = new Database(path, { readonly: true });
    expect(reader.prepare("SELECT count(*) AS accounts FROM accounts").get()).toEqual({ accounts: 0 });
    reader.close();
    first.close();
  });
});

describe("a file of ours", () => {
  it("is its owner's alone to read", () => {
    const database = openSqlite(path);
    for (const name of [path, `${path}-wal`]) expect(statSync(name).mode & 0o077).toBe(0);
    database.close();
  });

  it("leaves nothing but itself and its lock when closed", () => {
    openSqlite(path).close();
    expect(existsSync(`${path}-wal`)).toBe(false);
    expect(existsSync(`${path}.lock`)).toBe(true);
  });

  it("opens again after a crash in its very first write", () => {
    // What journal_mode = WAL leaves half-done on a new file: a first page, and a journal that takes it back.
    const making = new Database(path);
    making.exec("PRAGMA cache_size = 1; BEGIN; CREATE TABLE t (x); INSERT INTO t VALUES (zeroblob(100000))");
    const half = join(folder, "half.sqlite");
    writeFileSync(half, readFileSync(path));
    writeFileSync(`${half}-journal`, readFileSync(`${path}-journal`));
    making.close();
    expect(statSync(half).size).toBeGreaterThan(0);
    openSqlite(half).close();
  });

  it("says that it is alive until it is closed", () => {
    const database = openSqlite(path);
    expect(database.state()).toBe("ok");
    database.close();
    expect(database.state()).toBe("unavailable");
  });
});
