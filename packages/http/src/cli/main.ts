#!/usr/bin/env -S node --conditions=@bourse/source
import "../runtime.ts";
import { DATABASE_URL_FORMAT } from "../config-formats.ts";
import { brokerageFile, DATA_DIR, makeDataFolder } from "../wiring/data-folder.ts";
import { told } from "../told.ts";
import { isDatabaseUrl, readCommandLine, UsageError, type Command } from "./command-line.ts";
import { HELP } from "./help.ts";
import { progressOn } from "./progress-bar.ts";
import { toldReport } from "./told-report.ts";

const progress = progressOn(process.stderr);

/** The environment's other variables are not needed, so that a wrong one of them is not refused here. */
const dataDir = process.env["DATA_DIR"] || DATA_DIR;
const brokerage = brokerageFile(dataDir);

/** Where servers find the brokerage, if not in the data folder. */
function databaseUrl(): string | null {
  const url = process.env["DATABASE_URL"] || null;
  if (url === null || isDatabaseUrl(url)) return url;
  throw new Error(`DATABASE_URL must be a ${DATABASE_URL_FORMAT}`);
}

/** Answers the exit code: 0 when it is done, 1 when the audit has found something. */
async function run(command: Command): Promise<number> {
  if (command.name === "help") return say(command.text);
  // Whoever asks for help need not wait for a database.
  if (command.name === "audit") return audit(command.file ?? databaseUrl() ?? brokerage);
  if (command.name === "copy") return copy(command.from, command.to ?? databaseUrl());
  if (databaseUrl() !== null) {
    throw new Error(
      `DATABASE_URL is set: the brokerage is in a database, and ${command.name} is for the file in DATA_DIR. Use the database's own tools, such as pg_dump and pg_restore.`,
    );
  }
  const sqlite = await import("@bourse/adapters/sqlite");
  if (command.name === "backup") return backup(sqlite, command.file);
  // Before there is a folder for it: a wrong FILE is to change nothing.
  sqlite.readSqlite(command.file).close();
  makeDataFolder(dataDir);
  return restore(sqlite, command.file, command.replace);
}

type Sqlite = typeof import("@bourse/adapters/sqlite");

async function audit(place: string): Promise<number> {
  if (!isDatabaseUrl(place)) {
    const { auditSqlite, isSound } = await import("@bourse/adapters/sqlite");
    const report = auditSqlite(place, progress.on);
    return say(toldReport({ place, kind: "file" }, report), isSound(report));
  }
  const { auditPostgres, isSound, placeOf } = await import("@bourse/adapters/postgres");
  const report = await auditPostgres(place, progress.on);
  return say(toldReport({ place: placeOf(place), kind: "database" }, report), isSound(report));
}

async function copy(file: string, url: string | null): Promise<number> {
  if (url === null) throw new UsageError("copy needs --to postgres://…, or DATABASE_URL.", HELP.copy);
  const { copyBrokerage } = await import("../wiring/copy.ts");
  const { source, copy: copied, place, isWhole } = await copyBrokerage(file, url, progress.on);
  if (copied === null) {
    return say(`${toldReport({ place: file, kind: "file" }, source)}\nNothing was copied.`, false);
  }
  const about = toldReport({ place, kind: "database" }, copied);
  if (!isWhole) return say(`${about}\nThe copy is not what it must be: no server opens it.`, false);
  return say(`${about}\n${place} has all of ${file}; everybody is signed out. Start no server on the file any more.`);
}

async function backup({ backupSqlite, isSound }: Sqlite, file: string): Promise<number> {
  const report = await backupSqlite(brokerage, file, progress.on);
  const about = toldReport({ place: brokerage, kind: "file" }, report);
  if (!isSound(report)) return say(`${about}\n${file} was not made: what drifts is no backup.`, false);
  return say(`${about}\n${file} is its backup.`);
}

async function restore({ isSound, restoreSqlite }: Sqlite, file: string, replace: boolean): Promise<number> {
  const { report, former } = await restoreSqlite(file, brokerage, {
    replace,
    now: new Date(),
    onProgress: progress.on,
  });
  const about = toldReport({ place: file, kind: "file" }, report);
  if (!isSound(report)) return say(`${about}\nNothing was restored.`, false);
  const kept = former === null ? "" : `\nWhat was there is kept as ${former}.`;
  return say(`${about}\n${brokerage} is restored from it; everybody is signed out.${kept}`);
}

function say(text: string, isGood = true): number {
  progress.end();
  console.log(text);
  return isGood ? 0 : 1;
}

try {
  process.exitCode = await run(readCommandLine(process.argv.slice(2)));
} catch (error) {
  progress.end();
  console.error(error instanceof UsageError ? error.message : `bourse: ${told(error)}`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
