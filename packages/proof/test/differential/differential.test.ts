import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AccountId, SessionId } from "@bourse/core";
import { valueOf } from "@bourse/testkit";
import * as fc from "fast-check";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { newDatabaseOn } from "../../src/postgres/server.ts";
import { overPostgres, overSqlite, type Brokerage } from "./brokerages.ts";
import { anyLog, type Command, type Known } from "./commands.ts";

const LOGS = 500;
/** Tables, and what tells an account's rows there apart. */
const TABLES = [
  ["sessions", "id"],
  ["cash_transactions", "seq"],
  ["stock_transactions", "seq"],
  ["password_resets", "fingerprint"],
  ["blacklisted_emails", "fingerprint"],
] as const;

const folder = mkdtempSync(join(tmpdir(), "bourse-differential-"));
let brokerages: readonly [Brokerage, Brokerage];
let operator: AccountId;

beforeAll(async () => {
  const url = await newDatabaseOn(inject("postgresUrl"));
  brokerages = [overSqlite(join(folder, "bourse.sqlite")), await overPostgres(url)];
  const details = { email: "operator@example.com", password: "correct horse battery", dateOfBirth: "1990-05-17" };
  for (const { app } of brokerages) operator = valueOf(await app.openAccount({ ...details, username: "operator" })).id;
});
afterAll(async () => {
  for (const brokerage of brokerages) await brokerage.close();
  rmSync(folder, { recursive: true, force: true });
});

/** What an answer says; a command that has none says nothing. */
async function answerOf(command: Command, on: Brokerage, known: Known, names: string): Promise<unknown> {
  const asked = command.ask(on, known, names);
  if (!asked) return null;
  const result = await asked;
  return result.isOk() ? { answer: result.value } : { refusal: result.error };
}

/** Takes note of whom later commands may mean. */
function note(known: Known, answer: unknown, { mail }: Brokerage, lettersBefore: number): void {
  known.letters.push(
    ...mail
      .outbox()
      .slice(lettersBefore)
      .map(({ token }) => token),
  );
  if (typeof answer !== "object" || answer === null || !("answer" in answer)) return;
  const found = answer.answer;
  if (typeof found !== "object" || found === null || !("id" in found)) return;
  if ("accountId" in found) known.sessions.push(found.id as SessionId);
  else if (!known.accounts.includes(found.id as AccountId)) known.accounts.push(found.id as AccountId);
}

async function rowsOf({ rows, people }: Brokerage, where: string): Promise<unknown> {
  const columns = "id, username, email, name, date_of_birth, password_hash, username_fingerprint, email_fingerprint";
  const all = [
    await rows(`SELECT ${columns}, blacklisted, opened_at FROM ${people} ${where && `WHERE id ${where}`} ORDER BY id`),
  ];
  for (const [table, key] of TABLES) {
    all.push(await rows(`SELECT * FROM ${table} ${where && `WHERE account_id ${where}`} ORDER BY account_id, ${key}`));
  }
  return all;
}

let played = 0;

/** Plays a log on both, and compares each answer, and each row of whom it opened. */
async function expectAlike(log: readonly Command[]): Promise<void> {
  played += 1;
  const [sqlite, postgres] = brokerages;
  const known: Known = { operator, accounts: [], sessions: [], letters: [] };
  for (const { market } of brokerages) for (const ticker of ["AAPL", "BRK.B", "F"]) market.set(ticker, "100.00");
  for (const command of log) {
    const lettersBefore = sqlite.mail.outbox().length;
    const answer = await answerOf(command, sqlite, known, `p${played}`);
    expect(await answerOf(command, postgres, known, `p${played}`), command.text).toStrictEqual(answer);
    note(known, answer, sqlite, lettersBefore);
  }
  if (known.accounts.length === 0) return;
  const theirs = `IN (${known.accounts.map((id) => `'${id}'`).join(", ")})`;
  expect(await rowsOf(postgres, theirs)).toStrictEqual(await rowsOf(sqlite, theirs));
}

test(`${LOGS} logs of commands are answered alike by SQLite and PostgreSQL, and leave the same rows`, async () => {
  const log = anyLog().map((commands) => ({ commands, toString: () => commands.map(({ text }) => text).join("\n") }));
  await fc.assert(
    fc.asyncProperty(log, ({ commands }) => expectAlike(commands)),
    { numRuns: LOGS },
  );
  const [sqlite, postgres] = brokerages;
  expect(await rowsOf(postgres, "")).toStrictEqual(await rowsOf(sqlite, ""));
  const attempts = "SELECT * FROM failed_attempts ORDER BY fingerprint";
  expect(await postgres.rows(attempts)).toStrictEqual(await sqlite.rows(attempts));
  // The law holds of nothing unless the logs did something.
  const [counted] = await sqlite.rows("SELECT COUNT(*) AS trades FROM stock_transactions");
  expect(Number(counted?.["trades"])).toBeGreaterThan(LOGS / 4);
}, 300_000);
