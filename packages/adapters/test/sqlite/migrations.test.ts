import { join } from "node:path";
import { openSqlite } from "@bourse/adapters/sqlite";
import Database from "better-sqlite3";
import { afterEach, beforeEach, expect, it } from "vitest";
import { MIGRATIONS } from "../../src/sqlite/migrations.ts";
import { temporaryFolder } from "./store.ts";

let folder: string;
let remove: () => void;
beforeEach(() => {
  ({ folder, remove } = temporaryFolder());
});
afterEach(() => remove());

/** The file's tables, indices and triggers, as they are after a Bourse of today has opened it. */
function schemaOf(path: string): readonly unknown[] {
  openSqlite(path).close();
  const db = new Database(path, { readonly: true });
  const schema = db.prepare("SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name").all();
  db.close();
  return schema;
}

/** A file as the Bourse left it that knew only so many steps. */
function fileAfter(steps: number): string {
  const path = join(folder, `after-${steps}.sqlite`);
  const db = new Database(path);
  db.pragma("foreign_keys = OFF");
  db.function("fingerprint", String);
  for (const step of MIGRATIONS.slice(0, steps)) db.exec(step);
  db.pragma("application_id = 1114600818");
  db.pragma(`user_version = ${steps}`);
  db.close();
  return path;
}

const EARLIER = MIGRATIONS.map((_, index) => index).slice(1);

it.each(EARLIER)("a file that an earlier server made, by %i steps, becomes what a new one is", (steps) => {
  const made = schemaOf(join(folder, "new.sqlite"));
  expect(made.length).toBeGreaterThan(10);
  expect(schemaOf(fileAfter(steps))).toEqual(made);
});
