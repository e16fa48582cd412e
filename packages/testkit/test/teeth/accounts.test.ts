import { loginName, type Account, type AccountId, type Accounts, type Credentials } from "@bourse/core";
import { brokenClauses, fakeAccounts } from "@bourse/testkit";
import { accountsContract, type AccountsSubject } from "@bourse/testkit/contracts";
import { err, errAsync, ok, ResultAsync, type Result } from "neverthrow";
import { describe, expect, it } from "vitest";
import { accountsSubject } from "../subjects.ts";
import { hasTeeth, type Wrong } from "./bites.ts";

function slowly<Value, Failure>(work: () => Promise<Result<Value, Failure>>): ResultAsync<Value, Failure> {
  return new ResultAsync(work());
}

/** Looks, waits, and only then writes what it has seen; compares names by `form`. */
function looseAccounts(form: (text: string) => string = loginName): Accounts {
  const rows = new Map<AccountId, Credentials>();
  const where = (matches: (account: Account) => boolean): Credentials | null =>
    [...rows.values()].find(({ account }) => matches(account)) ?? null;
  const taken = (given: Partial<Account>, id: AccountId): boolean =>
    where((each) => each.id !== id && given.username !== undefined && form(each.username) === form(given.username)) !==
    null;
  return {
    add: (account, passwordHash) =>
      slowly(async () => {
        const refused = taken(account, account.id);
        await Promise.resolve();
        if (refused) return err({ kind: "UsernameTaken" as const });
        rows.set(account.id, { account, passwordHash });
        return ok();
      }),
    find: (id) => slowly(async () => ok(rows.get(id)?.account ?? null)),
    findByEmail: (email) => slowly(async () => ok(where((each) => form(each.email) === email)?.account ?? null)),
    credentialsFor: (login) =>
      slowly(async () => ok(where((each) => [form(each.username), form(each.email)].includes(login)))),
    credentialsOf: (id) => slowly(async () => ok(rows.get(id) ?? null)),
    amend: (id, changes) =>
      slowly(async () => {
        const found = rows.get(id);
        const refused = taken(changes, id);
        await Promise.resolve();
        if (!found) return err({ kind: "AccountNotFound" as const });
        if (refused) return err({ kind: "UsernameTaken" as const });
        const account = { ...found.account, ...changes };
        rows.set(id, { ...found, account });
        return ok(account);
      }),
    replacePassword: (id, current, next) =>
      slowly(async () => {
        const found = rows.get(id);
        await Promise.resolve();
        if (found?.passwordHash !== current) return ok(false);
        rows.set(id, { ...found, passwordHash: next });
        return ok(true);
      }),
    setBlacklisted: (id, blacklisted) =>
      slowly(async () => {
        const found = rows.get(id);
        await Promise.resolve();
        if (!found) return err({ kind: "AccountNotFound" as const });
        const account = { ...found.account, blacklisted };
        rows.set(id, { ...found, account });
        return ok(account);
      }),
    close: (id) => slowly(async () => (rows.delete(id) ? ok() : err({ kind: "AccountNotFound" as const }))),
  };
}

function fakeWith(changed: (right: Accounts) => Partial<Accounts>): () => Accounts {
  return () => {
    const right = fakeAccounts();
    return { ...right, ...changed(right) };
  };
}

/** Two names are one only when they are written alike, but for what `form` evens out. */
function comparing(form: (text: string) => string): () => Accounts {
  return () => looseAccounts(form);
}

const wrongs: readonly Wrong<Accounts>[] = [
  ["awaits between looking and adding", looseAccounts, "2. of 64 accounts added at once with one username one is"],
  ["writes back what it read before", looseAccounts, "4. amendments of different fields at once are all kept"],
  ["gives one name to many", looseAccounts, "4. of many that amend to one name at once one has it"],
  ["lets e-mails be shared", looseAccounts, "2. a refused account leaves nothing, and its other name stays free"],
  ["replaces a password twice", looseAccounts, "5. of 64 racing password changes one wins and the others are told"],
  ["compares names as written", comparing((text) => text), "3. a username is found in any case and Unicode form"],
  [
    "knows case but not Unicode",
    comparing((text) => text.toLowerCase()),
    "3. an e-mail is found in any case and Unicode form",
  ],
  [
    "replaces a password without comparing",
    fakeWith((right) => ({
      replacePassword: (id, _, next) =>
        right.credentialsOf(id).andThen((found) => right.replacePassword(id, found?.passwordHash ?? next, next)),
    })),
    "5. replacePassword replaces the hash that it is given, and no other",
  ],
  [
    "takes away what an amendment leaves out",
    fakeWith((right) => ({ amend: (id, changes) => right.amend(id, { name: null, ...changes }) })),
    "4. amend changes what it is given and nothing else",
  ],
  [
    "amends by halves",
    fakeWith((right) => ({
      amend: (id, { name, ...rest }) =>
        right.amend(id, name === undefined ? {} : { name }).andThen(() => right.amend(id, rest)),
    })),
    "4. a taken name changes nothing, not even what came with it",
  ],
  [
    "finds an e-mail by any login",
    fakeWith((right) => ({
      findByEmail: (email) => right.credentialsFor(email).map((found) => found?.account ?? null),
    })),
    "3. a part of a name, a pattern or the other kind of name finds nobody",
  ],
  [
    "still finds a closed account",
    () => {
      const right = fakeAccounts();
      const all = new Map<AccountId, Account>();
      const add: Accounts["add"] = (account, hash) =>
        right.add(account, hash).andTee(() => all.set(account.id, account));
      return { ...right, add, find: (id) => right.find(id).map((found) => found ?? all.get(id) ?? null) };
    },
    "6. a closed account is forgotten, also after a restart",
  ],
  [
    "never frees a username",
    () => {
      const right = fakeAccounts();
      const used = new Set<string>();
      const add: Accounts["add"] = (account, hash) =>
        used.has(account.username)
          ? errAsync({ kind: "UsernameTaken" })
          : right.add(account, hash).andTee(() => used.add(account.username));
      return { ...right, add };
    },
    "6. a closed account's username and e-mail are free",
  ],
  [
    "closes what is not there",
    fakeWith((right) => ({ close: (id) => right.close(id).orElse(() => ok()) })),
    "8. an unknown id answers null or AccountNotFound, and nothing comes of it",
  ],
];

async function forgetful(): Promise<AccountsSubject> {
  return { ...(await accountsSubject()), restart: async () => fakeAccounts() };
}

describe("the accounts' contract", () => {
  hasTeeth(accountsContract, accountsSubject, wrongs);

  it("catches one that forgets on a restart", async () => {
    const title = "1. an added account is found by its id, username and e-mail, also after a restart";
    expect(await brokenClauses(accountsContract, forgetful)).toContain(title);
  });
});
