#!/usr/bin/env -S node --conditions=@bourse/source
import "../runtime.ts";
import { brokerageFile, DATA_DIR, makeDataFolder } from "../data-folder.ts";
import { told } from "../told.ts";
import { readCommandLine, UsageError, type Command } from "./command-line.ts";
import { progressOn } from "./progress-bar.ts";
import { toldReport } from "./told-report.ts";

const progress = progressOn(process.stderr);

/** The environment's other variables are not needed, so that a wrong one of them is not refused here. */
const dataDir = process.env["DATA_DIR"] || DATA_DIR;
const brokerage = brokerageFile(dataDir);

/** Answers the exit code: 0 when it is done, 1 when the audit has found something. */
async function run(command: Command): Promise<number> {
  if (command.name === "help") return say(command.text);
  // Whoever asks for help need not wait for a database.
  const sqlite = await import("@bourse/adapters/sqlite");
  if (command.name === "audit") return audit(sqlite, command.file ?? brokerage);
  if (command.name === "backup") return backup(sqlite, command.file);
  // Before there is a folder for it: a wrong FILE is to change nothing.
  sqlite.readSqlite(command.file).close();
  makeDataFolder(dataDir);
  return restore(sqlite, command.file, command.replace);
}

type Sqlite = typeof import("@bourse/adapters/sqlite");

function audit({ auditSqlite, isSound }: Sqlite, file: string): number {
  const report = auditSqlite(file, progress.on);
  return say(toldReport(file, report), isSound(report));
}

async function backup({ backupSqlite, isSound }: Sqlite, file: string): Promise<number> {
  const report = await backupSqlite(brokerage, file, progress.on);
  const about = toldReport(brokerage, report);
  if (!isSound(report)) return say(`${about}\n${file} was not made: what drifts is no backup.`, false);
  return say(`${about}\n${file} is its backup.`);
}

async function restore({ isSound, restoreSqlite }: Sqlite, file: string, replace: boolean): Promise<number> {
  const { report, former } = await restoreSqlite(file, brokerage, {
    replace,
    now: new Date(),
    onProgress: progress.on,
  });
  const about = toldReport(file, report);
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
