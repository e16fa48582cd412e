import { assertDurable } from "@bourse/adapters/sqlite";
import Database from "better-sqlite3";
import { afterEach, beforeEach, expect, it } from "vitest";
import { newStore, type Store } from "./store.ts";

let store: Store;
beforeEach(() => {
  store = newStore();
});
afterEach(() => store.dispose());

it("an opened file waits for the disk at every commit", () => {
  assertDurable(store.db());
  const pragma = (name: string) => String(store.db().pragma(name, { simple: true }));
  expect([pragma("journal_mode"), pragma("synchronous"), pragma("foreign_keys")]).toEqual(["wal", "2", "1"]);
});

it("says so after a write too, when SQLite has made up its mind", () => {
  store.db().exec("CREATE TABLE written (x); DROP TABLE written");
  expect(() => assertDurable(store.db())).not.toThrow();
  expect(() => assertDurable(store.reopen())).not.toThrow();
});

it.each([
  { setting: "synchronous = NORMAL", message: "synchronous = 2 (it is 1)" },
  { setting: "synchronous = OFF", message: "synchronous = 2 (it is 0)" },
  { setting: "foreign_keys = OFF", message: "foreign_keys = 1 (it is 0)" },
  { setting: "journal_mode = DELETE", message: "journal_mode = wal (it is delete)" },
  { setting: "trusted_schema = ON", message: "trusted_schema = 0 (it is 1)" },
  { setting: "recursive_triggers = OFF", message: "recursive_triggers = 1 (it is 0)" },
])("a connection with $setting is refused", ({ setting, message }) => {
  store.db().pragma(setting);
  expect(() => assertDurable(store.db())).toThrow(`SQLite refuses ${message}: entries would not be safe.`);
});

it("a connection that is left to its defaults is refused: in WAL mode it would not wait for the disk", () => {
  const careless = new Database(store.path);
  careless.exec("PRAGMA user_version = 1");
  expect(() => assertDurable(careless)).toThrow("SQLite refuses synchronous = 2 (it is 1)");
  careless.close();
});
