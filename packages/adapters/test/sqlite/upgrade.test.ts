import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { openSqlite, sqliteAccounts } from "@bourse/adapters/sqlite";
import { loginName } from "@bourse/core";
import { valueOf } from "@bourse/testkit";
import Database from "better-sqlite3";
import { afterEach, beforeEach, expect, it, onTestFinished } from "vitest";
import { PEOPLE_STEP } from "../../src/sqlite/migration-people.ts";
import { SECURITY_STEP } from "../../src/sqlite/migration-security.ts";
import { MIGRATIONS } from "../../src/sqlite/migrations.ts";
import { temporaryFolder } from "./store.ts";
import { detailsOf, personOf, tracesOf, writtenOf, type Person } from "./traces.ts";

let path: string;
let remove: () => void;
beforeEach(() => {
  const { folder, remove: removeFolder } = temporaryFolder();
  path = join(folder, "bourse.sqlite");
  remove = removeFolder;
});
afterEach(() => remove());

const [ada, mallory, grace] = [personOf(1), personOf(2), personOf(3)];
const PEOPLE = [ada, mallory, grace];

const CLOSE = `UPDATE accounts SET username = NULL, username_key = NULL, email = NULL, email_key = NULL, name = NULL,
  date_of_birth = NULL, password_hash = NULL, closed = 1 WHERE id = ?`;

/** A file as an earlier Bourse made it: Ada has closed her account, and Mallory's was blacklisted by hand. */
function olderFile(until: string = SECURITY_STEP, people: readonly Person[] = PEOPLE): void {
  const db = new Database(path);
  const steps = MIGRATIONS.slice(0, MIGRATIONS.indexOf(until));
  db.pragma("journal_mode = WAL");
  db.function("fingerprint", String);
  for (const step of steps) db.exec(step);
  db.pragma("application_id = 1114600818");
  db.pragma(`user_version = ${steps.length}`);
  const insert = db.prepare("INSERT INTO accounts VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0)");
  for (const person of people) {
    const [username, username_key, email, email_key, name, born, hash] = detailsOf(person);
    insert.run(person.account.id, username, username_key, email, email_key, name, born, hash);
  }
  const close = db.prepare(CLOSE);
  for (const { account } of people.filter((_, index) => index % 3 === 0)) close.run(account.id);
  db.prepare("UPDATE accounts SET blacklisted = 1 WHERE id = ?").run(mallory.account.id);
  db.close();
}

it("a file of an earlier Bourse forgets whom that one only seemed to", () => {
  olderFile();
  expect(tracesOf(path, detailsOf(ada))).not.toEqual([]);
  const database = openSqlite(path);
  expect(tracesOf(path, detailsOf(ada))).toEqual([]);
  expect(tracesOf(path, detailsOf(grace))).toEqual(writtenOf(grace));
  database.close();
  expect(tracesOf(path, detailsOf(ada))).toEqual([]);
});

it("a file of an earlier Bourse keeps who is open, who is signed in, and every entry", async () => {
  olderFile(PEOPLE_STEP);
  const db = new Database(path);
  const id = ada.account.id;
  db.prepare("INSERT INTO sessions VALUES ('s', ?, 1, 2)").run(grace.account.id);
  db.prepare("INSERT INTO cash_transactions VALUES (?, 1, 5, 'TOP-UP', 5, 0, 1, NULL, NULL)").run(id);
  db.close();
  const database = openSqlite(path);
  const accounts = sqliteAccounts(database.db);
  expect(valueOf(await accounts.credentialsOf(grace.account.id))).toEqual({
    account: { ...grace.account, openedAt: 0 },
    passwordHash: grace.hash,
  });
  expect(valueOf(await accounts.findByEmail(loginName(grace.account.email)))).toMatchObject({ id: grace.account.id });
  expect(valueOf(await accounts.find(id))).toBeNull();
  expect(database.db.prepare("SELECT account_id FROM sessions").pluck().all()).toEqual([grace.account.id]);
  expect(database.db.prepare("SELECT account_id FROM cash_transactions").pluck().all()).toEqual([id]);
  expect(database.db.pragma("foreign_key_check")).toEqual([]);
  database.close();
});

it("a file of an earlier Bourse forgets all whom that one left where pages were split and joined", () => {
  const people = Array.from({ length: 1000 }, (_, index) => personOf((index * 7919) % 1000));
  olderFile(PEOPLE_STEP, people);
  const gone = people.filter((_, index) => index % 3 === 0).flatMap((person) => person.hash);
  expect(tracesOf(path, gone)).not.toEqual([]);
  openSqlite(path).close();
  expect(tracesOf(path, gone)).toEqual([]);
});

it("the e-mail of who was blacklisted there is refused from then on", async () => {
  olderFile();
  const database = openSqlite(path);
  const accounts = sqliteAccounts(database.db);
  valueOf(await accounts.close(mallory.account.id));
  const again = { ...personOf(4).account, email: mallory.account.email };
  const refused = await accounts.add(again, mallory.hash);
  expect(refused.isErr() && refused.error.kind).toBe("EmailBlacklisted");
  valueOf(await accounts.add({ ...again, email: ada.account.email }, ada.hash));
  database.close();
});

const CLOSING = `
  import { openSqlite, sqliteAccounts } from "@bourse/adapters/sqlite";
  const accounts = sqliteAccounts(openSqlite(process.argv[1]).db);
  await accounts.close(process.argv[2]);
  console.log("closed");
  setInterval(() => undefined, 1000);
`;

it("an account that a process has closed leaves no detail when the process is killed", async () => {
  const database = openSqlite(path);
  for (const { account, hash } of PEOPLE) valueOf(await sqliteAccounts(database.db).add(account, hash));
  database.close();
  const flags = ["--conditions=@bourse/source", "--input-type=module", "--eval", CLOSING, path, ada.account.id];
  const child = spawn(process.execPath, flags, {
    cwd: new URL("..", import.meta.url),
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  await once(child.stdout, "data");
  expect(tracesOf(path, detailsOf(ada))).toEqual([]);
  child.kill("SIGKILL");
  await once(child, "exit");
  expect(tracesOf(path, detailsOf(ada))).toEqual([]);
  expect(tracesOf(path, detailsOf(grace))).toEqual(writtenOf(grace));
  openSqlite(path).close();
  expect(tracesOf(path, detailsOf(ada))).toEqual([]);
});
