import {
  auditPostgres,
  openPostgres,
  postgresAccounts,
  postgresLedger,
  postgresPasswordResets,
  postgresSessions,
} from "@bourse/adapters/postgres";
import { sqliteAccounts, type Progress } from "@bourse/adapters/sqlite";
import type { Entry } from "@bourse/core";
import { accountOf, hashOf, valueOf } from "@bourse/testkit";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { traded } from "../audit/traded.ts";
import { brokerageFile, changed, copied, rowsOfBoth } from "./support/copies.ts";
import { newStore, type Store } from "./support/store.ts";

let store: Store;
beforeEach(async () => {
  store = await newStore();
});
afterEach(() => store.dispose());

const SOUND = { accounts: 5, entries: 14, drifts: [], problems: [] };

/** Cuts a copy off once it has written this much. */
function cutOffAt(step: string, done: number): (progress: Progress) => void {
  return (progress) => {
    if (progress.step === step && progress.done === done) throw new Error("cut off");
  };
}

/** What a copy leaves that is cut off with the accounts there, and no entries. */
async function halfCopied(path: string): Promise<void> {
  await expect(copied(path, store.url, cutOffAt("copying the rows", 5))).rejects.toThrow("cut off");
}

describe("a copy", () => {
  it("has every row as it was but who is signed in and what was mailed, tells how far it is, and audits clean", async () => {
    const path = await brokerageFile(2);
    const told: string[] = [];
    const onProgress = ({ step, done, total }: Progress) => told.push(`${step}: ${done} of ${total}`);
    expect(await copied(path, store.url, onProgress)).toEqual(SOUND);
    expect(told).toEqual([
      ...[0, 5, 7, 9, 23, 33].map((done) => `copying the rows: ${done} of 33`),
      ...[0, 33].map((done) => `comparing the rows: ${done} of 33`),
      ...[0, 1].map((done) => `checking the database: ${done} of 1`),
      ...[0, 14].map((done) => `replaying the entries: ${done} of 14`),
    ]);
    const database = await store.reopen();
    const { inFile, inDatabase } = await rowsOfBoth(path, database);
    expect(inDatabase).toEqual(inFile);
    const signedIn = accountOf(5).id;
    expect(valueOf(await postgresSessions(database).list(signedIn))).toEqual([]);
    expect(valueOf(await postgresPasswordResets(database).find("f" as never))).toBeNull();
    expect(await auditPostgres(store.url)).toEqual(SOUND);
  });

  it("is open to servers, which go on from its last entry, and is found again by whoever was not told", async () => {
    const path = await brokerageFile(2);
    await copied(path, store.url);
    expect(await copied(path, store.url)).toEqual(SOUND);
    const database = await store.reopen();
    const ledger = postgresLedger(database);
    const [first, last] = [traded(accountOf(1).id).at(0), traded(accountOf(1).id).at(-1)] as [Entry, Entry];
    expect(await ledger.append([first])).toMatchObject({ error: { kind: "Conflict" } });
    valueOf(await ledger.append([{ ...last, seq: 8 }]));
    await expect(copied(path, store.url)).rejects.toThrow("is not empty");
  });
});

describe("a copy that was cut off", () => {
  it.each([
    ["copying the rows", 0],
    ["copying the rows", 23],
    ["copying the rows", 33],
    ["comparing the rows", 33],
    ["replaying the entries", 14],
  ])("while %s, at %i, goes on where it was; until it is whole no server opens it", async (step, done) => {
    const path = await brokerageFile(2);
    await expect(copied(path, store.url, cutOffAt(step, done))).rejects.toThrow("cut off");
    await expect(openPostgres({ url: store.url })).rejects.toThrow("has begun and is not finished");
    expect((await auditPostgres(store.url)).problems).toContain("it is a copy that has begun and is not finished");
    const begun: number[] = [];
    await copied(path, store.url, (progress) => {
      if (progress.step === "copying the rows") begun.push(progress.done);
    });
    expect(begun[0]).toBe(step === "copying the rows" ? done : 33);
    const { inFile, inDatabase } = await rowsOfBoth(path, await store.reopen());
    expect(inDatabase).toEqual(inFile);
  });

  it("takes nothing from a server that had the database open before", async () => {
    const path = await brokerageFile(2);
    await halfCopied(path);
    const accounts = postgresAccounts(store.database());
    expect(await accounts.add(accountOf(9), hashOf("hash"))).toMatchObject({ error: { kind: "StoreUnavailable" } });
    const appended = await postgresLedger(store.database()).append([traded(accountOf(1).id)[0] as Entry]);
    expect(appended).toMatchObject({ error: { kind: "StoreUnavailable" } });
    expect(await copied(path, store.url)).toEqual(SOUND);
    valueOf(await accounts.add(accountOf(9), hashOf("hash")));
  });

  it.each([
    [
      "UPDATE accounts SET password_hash = 'other' WHERE id = (SELECT min(id) FROM accounts)",
      "^the row id .* of accounts is not as in its source: password_hash differs",
    ],
    ["INSERT INTO failed_attempts VALUES ('untried', 1, 1)", "untried of failed_attempts is not in its source"],
    ["DELETE FROM blacklisted_emails", "of blacklisted_emails of its source is missing"],
  ])("stays closed when it is not what it must be: %s", async (sql, problem) => {
    const path = await brokerageFile(2);
    await expect(copied(path, store.url, cutOffAt("copying the rows", 33))).rejects.toThrow("cut off");
    await store.alter(`BEGIN; SET LOCAL session_replication_role = replica; ${sql}; COMMIT`);
    const report = await copied(path, store.url);
    expect(report).toEqual({ ...SOUND, problems: [expect.stringMatching(problem)] });
    expect(JSON.stringify(report)).not.toContain("hash-");
    await expect(openPostgres({ url: store.url })).rejects.toThrow("has begun and is not finished");
  });
});

describe("nothing is copied", () => {
  it("from a file that a server has, that is an earlier Bourse's, or that is not there", async () => {
    const path = await brokerageFile(1);
    await changed(path, () =>
      expect(copied(path, store.url)).rejects.toThrow("is in use by another Bourse, a server or a command"),
    );
    await changed(path, ({ db }) => void db.pragma("user_version = 6"));
    await expect(copied(path, store.url)).rejects.toThrow("is an earlier Bourse's");
    await expect(copied(`${path}.none`, store.url)).rejects.toThrow(/none is not there\.$/);
    await store.reopen();
  });

  it("into a database that has anything in it, and that stays as it is", async () => {
    const path = await brokerageFile(1);
    await store.openAccount();
    await expect(copied(path, store.url)).rejects.toThrow(/^postgres:\/\/127.*\/bourse_\w+ is not empty/);
    expect(await auditPostgres(store.url)).toEqual({ ...SOUND, accounts: 1, entries: 0 });
    await store.openAccount();
  });

  it("into what another file's copy has begun in, nor from one that has changed since", async () => {
    const path = await brokerageFile(2);
    await halfCopied(path);
    await expect(copied(await brokerageFile(1), store.url)).rejects.toThrow("of another brokerage");
    await changed(path, ({ db }) => sqliteAccounts(db).add(accountOf(9), hashOf("hash")));
    await expect(copied(path, store.url)).rejects.toThrow("or of this one before it changed");
    // It is not to be used again.
    await store.alter("DROP TABLE copy_progress");
  });
});
