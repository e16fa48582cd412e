import { auditSqlite } from "@bourse/adapters/sqlite";
import type Database from "better-sqlite3";
import { expect, it } from "vitest";
import { plant, trader } from "./planting.ts";
import { newStore } from "./store.ts";

/** What no ledger tells by itself: what came from outside, and when between its neighbours an entry happened. */
const UNSEEN = [
  "creation_date: a little less",
  "creation_date: a little more",
  "creation_date: zero",
  "fetched_at: a little less",
  "fetched_at: a little more",
  "creation_date: something",
  "fetched_at: something",
  "fetched_at: zero",
  "idempotency_key: another text",
  "idempotency_key: something",
  "source: another text",
  "source: something",
  "trading_day: another day",
];

/** What a cell might be changed to, by its type and how. */
const CHANGES: Readonly<Record<string, Readonly<Record<string, (column: string) => string>>>> = {
  INTEGER: {
    "a little more": (x) => `${x} + 1`,
    "a little less": (x) => `${x} - 1`,
    "as much on the other side": (x) => `-${x}`,
    nothing: () => "NULL",
    something: () => "7",
    zero: () => "0",
    "the most": () => "9223372036854775807",
  },
  TEXT: {
    "another text": (x) => `${x} || 'x'`,
    "another day": (x) => `date(${x}, '-1 day')`,
    nothing: () => "NULL",
    something: () => "'something'",
    "no text": () => "''",
  },
};

/** Changes one cell; false when SQLite refuses, for its type or its key, or when it is no change. */
function change(db: Database.Database, table: string, column: string, to: string, seq: number): boolean {
  try {
    const update = `UPDATE ${table} SET ${column} = ${to} WHERE seq = ${seq} AND ${column} IS NOT ${to}`;
    return db.prepare(update).run().changes > 0;
  } catch {
    return false;
  }
}

type Column = { readonly name: string; readonly type: string };

/** Every change that SQLite takes of the cells of a top-up, a sale and a withdrawal, undone before the next. */
function* changes(db: Database.Database): Generator<string> {
  for (const table of ["cash_transactions", "stock_transactions"]) {
    db.exec(`CREATE TEMP TABLE kept AS SELECT * FROM ${table}`);
    const columns = db.prepare<[], Column>(`SELECT name, type FROM pragma_table_info('${table}')`).all();
    const seqs = db.prepare<[], number>(`SELECT seq FROM ${table} WHERE seq IN (1, 4, 7)`).pluck().all();
    for (const { name: column, type } of columns) {
      for (const [how, to] of Object.entries(CHANGES[type] ?? {})) {
        for (const seq of seqs) {
          if (!change(db, table, column, to(column), seq)) continue;
          yield `${column}: ${how}`;
          db.exec(`DELETE FROM ${table}; INSERT INTO ${table} SELECT * FROM kept`);
        }
      }
    }
    db.exec("DROP TABLE kept");
  }
}

it("any change of any cell of any entry is found, but for what no ledger tells by itself", async () => {
  const store = newStore();
  await trader(store);
  const unseen = new Set<string>();
  let tried = 0;
  plant(store.path, (db) => {
    db.pragma("synchronous = OFF");
    for (const what of changes(db)) {
      tried += 1;
      if (auditSqlite(store.path).drifts.length === 0) unseen.add(what);
    }
  });
  expect(auditSqlite(store.path)).toMatchObject({ entries: 7, drifts: [], problems: [] });
  await store.dispose();
  expect(tried).toBeGreaterThan(150);
  expect([...unseen].toSorted()).toEqual(UNSEEN.toSorted());
}, 120_000);
