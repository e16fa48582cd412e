/*
 * That what has grown large costs no more: `pnpm bench:growth [--short] [--entries N]`. Cold accounts, deep pages, the
 * start of a server on a large file, many holdings, and more accounts than are kept in memory. Prints a table, keeps it
 * as `proof-results/growth.json`, and ends with 1 when a bound is broken. Ten million entries take about four gigabytes
 * while it runs, and a few minutes to fill; `--short` makes do with a tenth of a million.
 */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { openSqlite, sqliteAccounts, sqliteLedger, type BourseDatabase } from "@bourse/adapters/sqlite";
import type { AccountId } from "@bourse/core";
import { accountIdOf, accountOf, hashOf, valueOf } from "@bourse/testkit";
import { keepResult, origin, RESULTS } from "../results.ts";
import { copyLedger, fill } from "./long-ledger.ts";
import { memoryRatio, millisecondsToValue } from "./many.ts";
import { DATABASE, JWT_SECRET } from "./seed.ts";
import { startSubject } from "./subject-process.ts";
import { median } from "./table.ts";
import type { Measured } from "../report/results.ts";

const PAGE = 50;
const ROUNDS = 31;
const STARTS = 5;
const TICKERS = Array.from(
  { length: 50 },
  (_, index) => `T${String.fromCharCode(65 + (index % 26))}${index < 26 ? "A" : "B"}`,
);

const { values } = parseArgs({
  options: { short: { type: "boolean", default: false }, entries: { type: "string" } },
});
const entries = Number(values.entries ?? (values.short ? 100_000 : 10_000_000));
if (!Number.isSafeInteger(entries) || entries < 1000) throw new Error("--entries must be a whole number, 1000 or more");
/** Trades of the account that is long, and the page of its history that is deep. */
const [long, deep] = [Math.min(1_000_000, entries), Math.min(10_000, Math.floor(entries / PAGE) - 1)];

const found: Measured[] = [];
function tell(what: string, figure: number, bound: number, told: string): void {
  found.push({ what, figure, bound, told });
  console.log(
    `${what.padEnd(58)} ${figure.toFixed(2)} (at most ${bound}${figure <= bound ? "" : ", BROKEN"})   ${told}`,
  );
}

/** Medians, in milliseconds, of two that take turns, and the first's ratio to the second. */
async function compared(
  first: () => Promise<number>,
  second: () => Promise<number>,
  rounds: number,
): Promise<readonly [ratio: number, told: string]> {
  const taken: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    taken[0].push(await first());
    taken[1].push(await second());
  }
  const [a, b] = [median(taken[0]), median(taken[1])];
  return [a / b, `${a.toFixed(2)} ms to ${b.toFixed(2)} ms`];
}

async function timed(work: () => PromiseLike<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

async function open(database: BourseDatabase, number: number): Promise<AccountId> {
  valueOf(await sqliteAccounts(database.db).add(accountOf(number), hashOf("growth")));
  return accountIdOf(number);
}

/** What a connection takes that has read nothing yet; the operating system may have the file in memory. */
async function coldly(path: string, accountId: AccountId): Promise<number> {
  const database = openSqlite(path);
  try {
    const ledger = sqliteLedger(database.db);
    return await timed(async () => valueOf(await ledger.portfolio(accountId)));
  } finally {
    database.close();
  }
}

/** How far the filling has come, each million entries. */
function filling(): (more: number) => void {
  const began = performance.now();
  let [done, told] = [0, 0];
  return (more) => {
    done += more;
    if (done - told < Math.min(1_000_000, entries / 4)) return;
    told = done;
    const rate = done / ((performance.now() - began) / 1000);
    console.log(
      `${done} of ${entries} entries, ${rate.toFixed(0)} a second, ${Math.max(0, (entries - done) / rate).toFixed(0)} s to go`,
    );
  };
}

/** A long account, a short one, and others with as many entries as the long one at most: the file is what is large. */
async function fillFile(path: string): Promise<readonly [AccountId, AccountId]> {
  const database = openSqlite(path);
  const accounts = [await open(database, 1), await open(database, 2)] as const;
  const say = filling();
  fill(database, accounts[0], TICKERS, long, say);
  fill(database, accounts[1], TICKERS, 100, say);
  let rest = entries - long;
  for (let number = 3; rest > 0; number += 1) {
    copyLedger(database, accounts[0], await open(database, number), Math.min(rest, long), say);
    rest -= long;
  }
  database.close();
  return accounts;
}

async function accountsAndPages(folder: string): Promise<void> {
  const path = join(folder, DATABASE);
  const accounts = await fillFile(path);

  const [cold, coldTold] = await compared(
    () => coldly(path, accounts[0]),
    () => coldly(path, accounts[1]),
    ROUNDS,
  );
  tell(`a cold account of ${long} trades to one of 100`, cold, 3, coldTold);

  const again = openSqlite(path);
  const ledger = sqliteLedger(again.db);
  for (const list of ["entries", "trades"] as const) {
    const page = (before: number) => () =>
      timed(async () => valueOf(await ledger[list]({ accountId: accounts[0], before, limit: PAGE })));
    const [ratio, told] = await compared(page(long + 2 - (deep - 1) * PAGE), page(long + 2), ROUNDS * 10);
    tell(`page ${deep} of its ${list} to page 1`, ratio, 2, told);
  }
  again.close();
}

/** From the start of a server on a data folder until it is open, in milliseconds. */
async function started(data: string): Promise<number> {
  const server = await startSubject("packages/http/src/main.ts", data, { DATA_DIR: data, JWT_SECRET, PORT: "0" });
  await server.stop();
  return server.openedAfter;
}

async function startUp(large: string, empty: string): Promise<void> {
  const [ratio, told] = await compared(
    () => started(large),
    () => started(empty),
    STARTS,
  );
  tell(`start-up with ${entries} entries to one with none`, ratio, 2, told);
}

mkdirSync(RESULTS, { recursive: true });
const root = mkdtempSync(join(RESULTS, "growth-"));
try {
  const [large, empty] = [join(root, "large"), join(root, "empty")];
  for (const folder of [large, empty]) mkdirSync(folder);
  tell("valuing 1000 holdings, ms", await millisecondsToValue(1000, ROUNDS), 5, "median");
  const [kept, touched] = [1000, 20_000];
  tell(`heap of ${touched} accounts touched to ${kept} touched and kept`, await memoryRatio(kept, touched), 1.1, "");
  await accountsAndPages(large);
  await startUp(large, empty);
  keepResult("growth", { ...origin(), entries, found });
  if (found.some(({ figure, bound }) => !(figure <= bound))) process.exitCode = 1;
} finally {
  rmSync(root, { recursive: true });
}
