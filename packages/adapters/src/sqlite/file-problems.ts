import Database from "better-sqlite3";
import { takeSteps } from "./migrations.ts";

/**
 * What is wrong with the file as a whole: pages and indexes that do not hold together, rows that refer to none, and a
 * schema other than the one that keeps entries as they are.
 *
 * A connection that cannot write does not know of CHECK constraints: `brokenRows` and the replay ask what they say.
 */
export function fileProblems(db: Database.Database): readonly string[] {
  return [...schemaProblems(db), ...brokenPages(db), ...brokenReferences(db)];
}

/** SQLite stops at a hundred complaints. */
function brokenPages(db: Database.Database): readonly string[] {
  const complaints = db.prepare<[], string>("PRAGMA integrity_check").pluck().all();
  return complaints.filter((complaint) => complaint !== "ok");
}

function brokenReferences(db: Database.Database): readonly string[] {
  const broken = db.prepare<[], { child: string; parent: string; rows: bigint }>(
    'SELECT "table" AS child, parent, count(*) AS rows FROM pragma_foreign_key_check GROUP BY child, parent',
  );
  return broken
    .all()
    .map(({ child, parent, rows }) => `${rows} rows of ${child} refer to rows of ${parent} that are not there`);
}

type Part = { readonly type: string; readonly name: string; readonly sql: string | null };

/** The tables that are as Bourse makes them, with what makes them. */
export function soundTables(db: Database.Database): readonly { readonly name: string; readonly sql: string }[] {
  const found = new Map(partsOf(db).map(({ name, sql }) => [name, sql]));
  return knownParts(db).flatMap(({ type, name, sql }) =>
    type === "table" && sql !== null && found.get(name) === sql ? [{ name, sql }] : [],
  );
}

function schemaProblems(db: Database.Database): readonly string[] {
  const known = new Map(knownParts(db).map((part) => [part.name, part]));
  const found = new Map(partsOf(db).map((part) => [part.name, part]));
  const missing = [...known.values()]
    .filter(({ name }) => !found.has(name))
    .map(({ type, name }) => `the ${type} ${name} is missing`);
  const strange = [...found.values()]
    .filter(({ name, type, sql }) => known.get(name)?.type !== type || known.get(name)?.sql !== sql)
    .map(({ type, name }) => `the ${type} ${name} is not as Bourse makes it`);
  return [...missing, ...strange];
}

/** The schema of the file's version, made anew. */
function knownParts(db: Database.Database): readonly Part[] {
  const made = new Database(":memory:");
  try {
    made.pragma("foreign_keys = OFF");
    takeSteps(made, 0, Number(db.pragma("user_version", { simple: true })));
    return partsOf(made);
  } finally {
    made.close();
  }
}

/** But for what SQLite keeps for itself, such as the statistics of ANALYZE. */
function partsOf(db: Database.Database): readonly Part[] {
  return db.prepare<[], Part>("SELECT type, name, sql FROM sqlite_schema WHERE name NOT GLOB 'sqlite_*'").all();
}
