import { sqliteAccounts, sqliteLedger } from "@bourse/adapters/sqlite";
import { emailOf, entriesFor, moneyOf, usernameOf, valueOf } from "@bourse/testkit";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { newStore, type Store } from "./store.ts";
import { detailsOf, personOf, tracesOf, writtenOf, type Person } from "./traces.ts";

let store: Store;
beforeEach(() => {
  store = newStore();
});
afterEach(() => store.dispose());

const traces = (people: readonly Person[]) => tracesOf(store.path, people.flatMap(detailsOf));

async function openAll(people: readonly Person[]): Promise<void> {
  const accounts = sqliteAccounts(store.db());
  for (const { account, hash } of people) valueOf(await accounts.add(account, hash));
  expect(traces(people)).toEqual(people.flatMap(writtenOf));
}

async function closeAll(people: readonly Person[]): Promise<void> {
  const accounts = sqliteAccounts(store.db());
  for (const { account } of people) valueOf(await accounts.close(account.id));
}

/** Someone who reads the file, as a backup does, and so keeps its log from being emptied. */
function reader(): { readonly done: () => void } {
  const db = new Database(store.path, { readonly: true });
  db.exec("BEGIN; SELECT * FROM accounts");
  db.prepare("SELECT count(*) FROM accounts").get();
  return { done: () => db.close() };
}

describe("a closed account", () => {
  const person = personOf(1);

  it("leaves no detail in the file nor in its log, at once", async () => {
    await openAll([person]);
    await closeAll([person]);
    expect(traces([person])).toEqual([]);
    store.close();
    expect(traces([person])).toEqual([]);
  });

  it("leaves its entries, under the bare id", async () => {
    await openAll([person]);
    const { id } = person.account;
    const entry = entriesFor(id, [{ status: "TOP-UP", amount: moneyOf("100.00") }])[0];
    if (entry) valueOf(await sqliteLedger(store.db()).append([entry]));
    await closeAll([person]);
    expect(traces([person])).toEqual([]);
    const row = store.reopen().prepare("SELECT amount FROM cash_transactions WHERE account_id = ?").get(id);
    expect(row).toEqual({ amount: moneyOf("100.00") });
  });

  it("leaves no detail that it was rid of before: names amended, passwords changed", async () => {
    await openAll([person]);
    const accounts = sqliteAccounts(store.db());
    const { id } = person.account;
    valueOf(
      await accounts.amend(id, { username: usernameOf("other"), email: emailOf("other@example.com"), name: null }),
    );
    valueOf(await accounts.replacePassword(id, person.hash, personOf(2).hash));
    await closeAll([person]);
    expect(traces([person, personOf(2)])).toEqual([]);
    expect(tracesOf(store.path, ["other@example.com"])).toEqual([]);
  });

  it("that was blacklisted leaves no detail either: its e-mail is known only to who has it", async () => {
    await openAll([person]);
    valueOf(await sqliteAccounts(store.db()).setBlacklisted(person.account.id, true));
    await closeAll([person]);
    expect(traces([person])).toEqual([]);
    const again = { ...personOf(2).account, email: person.account.email };
    expect((await sqliteAccounts(store.db()).add(again, person.hash)).isErr()).toBe(true);
  });
});

it("an amended account leaves none of its old names", async () => {
  const person = personOf(1);
  await openAll([person]);
  const changes = { username: usernameOf("other"), email: emailOf("other@example.com"), name: "Other" };
  valueOf(await sqliteAccounts(store.db()).amend(person.account.id, changes));
  expect(traces([person])).toEqual([person.account.dateOfBirth, person.hash]);
});

describe("the search has teeth:", () => {
  const person = personOf(1);

  it("an account whose row is overwritten is found in the log until that is emptied", async () => {
    await openAll([person]);
    const others = sqliteAccounts(store.db());
    const backup = reader();
    await closeAll([person]);
    expect(traces([person])).toEqual(writtenOf(person));
    backup.done();
    valueOf(await others.add(personOf(2).account, person.hash));
    valueOf(await others.close(personOf(2).account.id));
    expect(traces([person])).toEqual([]);
  });
});

const patience = () => Number(store.db().pragma("busy_timeout", { simple: true }));

describe("while someone reads the file", () => {
  const person = personOf(1);
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("an account is closed without waiting, and erased once they are done", async () => {
    await openAll([person]);
    const backup = reader();
    await closeAll([person]);
    expect(traces([person])).not.toEqual([]);
    vi.advanceTimersByTime(60_000);
    expect(traces([person])).not.toEqual([]);
    backup.done();
    vi.advanceTimersByTime(60_000);
    expect(traces([person])).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("an account is closed, and erased by the next start at the latest", async () => {
    await openAll([person]);
    const backup = reader();
    await closeAll([person]);
    store.close();
    backup.done();
    expect(traces([person])).not.toEqual([]);
    vi.advanceTimersByTime(60_000);
    store.reopen();
    expect(traces([person])).toEqual([]);
  });

  it("the patience of other statements stays what it was", async () => {
    const before = patience();
    await openAll([person]);
    const backup = reader();
    await closeAll([person]);
    expect(before).toBeGreaterThan(0);
    expect(patience()).toBe(before);
    backup.done();
  });
});
