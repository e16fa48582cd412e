import DataLoader from "dataloader";
import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  sql as raw,
  type Compilable,
  type OperationNodeSource,
  type RawBuilder,
} from "kysely";
import type { Pool } from "pg";
import { compiled, type Param } from "../kysely/compiled.ts";
import type { PostgresTables } from "./schema.ts";

/** Builds and types the statements that are asked for most. What it builds is compiled once; its driver does nothing. */
export const sql: Kysely<PostgresTables> = new Kysely<PostgresTables>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
});

type Values = Readonly<Record<string, unknown>>;

/** A statement that each connection prepares once, under its name. It must not select `*`: what that is may change. */
export type Statement<Given extends Values, Row> = (pool: Pool, given: Given) => Promise<readonly Row[]>;

/** Compiles a statement; `param("x")` stands where each run puts its `x`. */
export function prepared<Given extends Values, Row extends object>(
  name: string,
  build: (param: Param<Given>) => Compilable<Row>,
): Statement<Given, Row> {
  const { text, bind } = compiled(build);
  return async (pool, given) => (await pool.query<Row>({ name, text, values: bind(given) })).rows;
}

/** A column of the rows that are asked for, which poses as the value that it has in each of them. */
export function asked(column: string): string {
  // Kysely takes an expression wherever it takes a value; the ledger's queries, which other databases share, say values.
  return raw.ref(`asked.${column}`) as unknown as string;
}

/**
 * The one row that `query` finds for each row that is `asked` for. One after the other, by an index: a plan is kept, and one
 * that reads a table whole, as is best while that is small, would be kept while it grows.
 */
export function forEach<Row>(rows: RawBuilder<unknown>, query: Compilable<Row> & OperationNodeSource): Compilable<Row> {
  const found = raw<Row>`SELECT found.* FROM ${rows} CROSS JOIN LATERAL (SELECT * FROM ${query} AS one LIMIT 1) AS found`;
  return { compile: () => found.compile(sql) };
}

/** The most that one statement looks up. */
const MOST_AT_ONCE = 500;

/**
 * Looks rows up by a key of theirs: all that are asked for in one turn of the event loop by one statement, which is sent
 * after the last of them was asked for. Nothing is remembered.
 */
export function lookUps<Key, Row>(
  read: (keys: readonly Key[]) => Promise<readonly Row[]>,
  nameOf: (key: Key) => string,
  nameOfRow: (row: Row) => string,
): (key: Key) => Promise<Row | undefined> {
  const loader = new DataLoader<Key, Row | undefined>(
    async (keys) => {
      const rows = new Map((await read(keys)).map((row) => [nameOfRow(row), row]));
      return keys.map((key) => rows.get(nameOf(key)));
    },
    { cache: false, maxBatchSize: MOST_AT_ONCE, batchScheduleFn: (send) => setImmediate(send) },
  );
  return (key) => loader.load(key);
}
