import type { Database } from "better-sqlite3";
import {
  DummyDriver,
  Kysely,
  SelectQueryNode,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type Compilable,
} from "kysely";
import { compiled, type Param } from "../kysely/compiled.ts";
import type { Tables } from "../kysely/schema.ts";

/**
 * Has SQLite plan what reads once and for all. It is built here with SQLITE_ENABLE_STAT4, which plans a join anew, at
 * four times the price of running it, whenever a value that it has looked at is bound to another one. It cannot look into
 * a subquery, and takes that one's value only once in a run.
 * https://www.sqlite.org/compile.html#enable_stat4
 */
class StablePlanCompiler extends SqliteQueryCompiler {
  protected override getCurrentParameterPlaceholder(): string {
    const [query] = this.nodeStack;
    return query && SelectQueryNode.is(query) ? "(select ?)" : "?";
  }
}

/**
 * Builds and types every statement. Its driver does nothing: what it builds is compiled once and run as a prepared
 * statement, since better-sqlite3 answers in less time than a promise takes.
 */
export const sql: Kysely<Tables> = new Kysely<Tables>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new StablePlanCompiler(),
  },
});

type Value = bigint | number | string | null;
type Values = Readonly<Record<string, Value>>;

export type Statement<Given extends Values, Row = unknown> = {
  all(given: Given): readonly Row[];
  get(given: Given): Row | undefined;
  /** How many rows changed. */
  run(given: Given): number;
};

/** Compiles and prepares a statement once. `param("x")` stands where each run puts its `x`. */
export function prepare<Given extends Values, Row = unknown>(
  db: Database,
  build: (param: Param<Given>) => Compilable<Row>,
): Statement<Given, Row> {
  const { text, bind } = compiled(build);
  const statement = db.prepare<unknown[], Row>(text);
  return {
    all: (given) => statement.all(...bind(given)),
    get: (given) => statement.get(...bind(given)),
    run: (given) => statement.run(...bind(given)).changes,
  };
}

/** A parameter for every column of a row to insert. `columns` names them all, which the types cannot say. */
export function parametersFor<Given extends Values>(
  columns: readonly (keyof Given & string)[],
  param: <Name extends keyof Given & string>(name: Name) => Given[Name],
): Given {
  // The types of entries forget which name has which value.
  return Object.fromEntries(columns.map((column) => [column, param(column)])) as unknown as Given;
}
