import {
  loginName,
  type Account,
  type AccountId,
  type Accounts,
  type Credentials,
  type EmailBlacklisted,
  type EmailTaken,
  type LoginName,
  type UsernameTaken,
} from "@bourse/core";
import { err, ok } from "neverthrow";
import { later } from "./later.ts";

type Names = Pick<Account, "email" | "username">;
type Taken = EmailBlacklisted | EmailTaken | UsernameTaken;

/** Accounts in memory. Each operation looks and writes in one turn, so none can come between. */
export function fakeAccounts(): Accounts {
  const open = new Map<AccountId, Credentials>();
  /** Each blacklisted e-mail, and the blacklisted account that had it, which may have been closed. */
  const barred = new Map<LoginName, AccountId>();
  const accountWhere = (matches: (account: Account) => boolean): Credentials | null =>
    [...open.values()].find(({ account }) => matches(account)) ?? null;

  const takenFrom = (id: AccountId, names: Partial<Names>): Taken | null => {
    const another = (name: "email" | "username"): boolean => {
      const wanted = names[name];
      if (wanted === undefined) return false;
      return accountWhere((account) => account.id !== id && loginName(account[name]) === loginName(wanted)) !== null;
    };
    if (another("username")) return { kind: "UsernameTaken" };
    if (names.email !== undefined && isBarred(loginName(names.email), id)) return { kind: "EmailBlacklisted" };
    return another("email") ? { kind: "EmailTaken" } : null;
  };
  const isBarred = (email: LoginName, id: AccountId): boolean => (barred.get(email) ?? id) !== id;
  const unbar = (id: AccountId): void => {
    for (const [email, owner] of barred) if (owner === id) barred.delete(email);
  };

  return {
    add: (account, passwordHash) =>
      later(() => {
        const taken = takenFrom(account.id, account);
        if (taken) return err(taken);
        open.set(account.id, { account, passwordHash });
        return ok();
      }),
    find: (id) => later(() => ok(open.get(id)?.account ?? null)),
    findByEmail: (email) =>
      later(() => ok(accountWhere((account) => loginName(account.email) === email)?.account ?? null)),
    credentialsFor: (login) => later(() => ok(accountWhere((account) => answersTo(account, login)))),
    credentialsOf: (id) => later(() => ok(open.get(id) ?? null)),
    amend: (id, changes) =>
      later(() => {
        const found = open.get(id);
        if (!found) return err({ kind: "AccountNotFound" as const });
        const taken = takenFrom(id, changes);
        if (taken) return err(taken);
        const account = { ...found.account, ...changes };
        open.set(id, { ...found, account });
        if (account.blacklisted) barred.set(loginName(account.email), id);
        return ok(account);
      }),
    replacePassword: (id, current, next) =>
      later(() => {
        const found = open.get(id);
        if (found?.passwordHash !== current) return ok(false);
        open.set(id, { ...found, passwordHash: next });
        return ok(true);
      }),
    setBlacklisted: (id, blacklisted) =>
      later(() => {
        const found = open.get(id);
        if (!found) return err({ kind: "AccountNotFound" as const });
        const account = { ...found.account, blacklisted };
        open.set(id, { ...found, account });
        if (blacklisted) barred.set(loginName(account.email), id);
        else unbar(id);
        return ok(account);
      }),
    close: (id) => later(() => (open.delete(id) ? ok() : err({ kind: "AccountNotFound" as const }))),
  };
}

function answersTo(account: Account, login: LoginName): boolean {
  return loginName(login.includes("@") ? account.email : account.username) === login;
}
