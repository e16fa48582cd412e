import Database from "better-sqlite3";
import { takeSteps } from "./migrations.ts";

/**
 * What is wrong with the file as a whole: pages and indexes that do not hold together, rows that refer to none, and a
 * schema other than the one that keeps entries as they are.
 *
 * A connection that cannot write does not know of CHECK constraints. What those of the ledger say, the replay asks too.
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

function schemaProblems(db: Database.Database): readonly string[] {
  const known = new Map(partsFor(Number(db.pragma("user_version", { simple: true }))).map((part) => [part.name, part]));
  const found = new Map(partsOf(db).map((part) => [part.name, part]));
  const missing = [...known.values()]
    .filter(({ name }) => !found.has(name))
    .map(({ type, name }) => `the ${type} ${name} is missing`);
  const strange = [...found.values()]
    .filter(({ name, type, sql }) => known.get(name)?.type !== type || known.get(name)?.sql !== sql)
    .map(({ type, name }) => `the ${type} ${name} is not as Bourse makes it`);
  return [...missing, ...strange];
}

/** The schema of a version, made anew. */
function partsFor(version: number): readonly Part[] {
  const db = new Database(":memory:");
  try {
    db.pragma("foreign_keys = OFF");
    takeSteps(db, 0, version);
    return partsOf(db);
  } finally {
    db.close();
  }
}

/** But for what SQLite keeps for itself, such as the statistics of ANALYZE. */
function partsOf(db: Database.Database): readonly Part[] {
  return db.prepare<[], Part>("SELECT type, name, sql FROM sqlite_schema WHERE name NOT GLOB 'sqlite_*'").all();
}
