import { loginName, type Account, type AccountId, type Accounts } from "@bourse/core";
import { brokenClauses, fakeAccounts } from "@bourse/testkit";
import { accountsContract } from "@bourse/testkit/contracts";
import { errAsync, okAsync } from "neverthrow";
import { describe, expect, it } from "vitest";
import { accountsSubject } from "../subjects.ts";
import { hasTeeth, type Wrong } from "./bites.ts";

function fakeWith(changed: (right: Accounts) => Partial<Accounts>): () => Accounts {
  return () => {
    const right = fakeAccounts();
    return { ...right, ...changed(right) };
  };
}

type Barred = {
  readonly form: (email: string) => string;
  /** Closing an account takes its e-mails off the list. */
  readonly forgetsOnClose: boolean;
  /** So does another blacklisting of it. */
  readonly forgetsOnAnother: boolean;
  readonly isHeldAgainstItself: boolean;
  readonly forgetsWhatIsTaken: boolean;
};

/** Accounts with a list of blacklisted e-mails of their own, and what may be wrong with it. */
function listing(wrong: Partial<Barred>): () => Accounts {
  const form = wrong.form ?? loginName;
  return () => {
    const right = fakeAccounts();
    const barred = new Map<string, AccountId>();
    const flags = new Map<AccountId, boolean>();
    const forget = (id: AccountId): void => {
      for (const [email, owner] of barred) if (owner === id) barred.delete(email);
    };
    const isBarred = (email: string | undefined, id: AccountId): boolean => {
      const owner = email === undefined ? undefined : barred.get(form(email));
      return owner !== undefined && (owner !== id || wrong.isHeldAgainstItself === true);
    };
    const flagged = (account: Account): Account => ({
      ...account,
      blacklisted: flags.get(account.id) ?? account.blacklisted,
    });
    const refused = { kind: "EmailBlacklisted" } as const;
    return {
      ...right,
      add: (account, hash) => (isBarred(account.email, account.id) ? errAsync(refused) : right.add(account, hash)),
      amend: (id, changes) =>
        isBarred(changes.email, id)
          ? errAsync(refused)
          : right.amend(id, changes).map((account) => {
              const isTaken = flags.get(id) === true && !wrong.forgetsWhatIsTaken;
              if (isTaken) barred.set(form(account.email), id);
              return flagged(account);
            }),
      find: (id) => right.find(id).map((account) => account && flagged(account)),
      findByEmail: (email) => right.findByEmail(email).map((account) => account && flagged(account)),
      credentialsFor: (login) =>
        right.credentialsFor(login).map((found) => found && { ...found, account: flagged(found.account) }),
      credentialsOf: (id) =>
        right.credentialsOf(id).map((found) => found && { ...found, account: flagged(found.account) }),
      setBlacklisted: (id, blacklisted) =>
        right.amend(id, {}).map((account) => {
          if (!blacklisted || wrong.forgetsOnAnother) forget(id);
          if (blacklisted) barred.set(form(account.email), id);
          flags.set(id, blacklisted);
          return flagged(account);
        }) as ReturnType<Accounts["setBlacklisted"]>,
      close: (id) =>
        right.close(id).andTee(() => {
          if (wrong.forgetsOnClose) forget(id);
        }),
    };
  };
}

const CHANGES = "7. setBlacklisted changes that and nothing else, also after a restart";
const REFUSED = "7. a blacklisted e-mail is refused to every other account, also after a restart";
const REINSTATED = "7. once it is reinstated its old e-mails are free, and its own is taken as any is";

const wrongs: readonly Wrong<Accounts>[] = [
  [
    "blacklists nobody",
    fakeWith((right) => ({
      setBlacklisted: (id) =>
        right.find(id).andThen((found) => (found ? okAsync(found) : errAsync({ kind: "AccountNotFound" as const }))),
    })),
    CHANGES,
  ],
  ["never reinstates", fakeWith((right) => ({ setBlacklisted: (id) => right.setBlacklisted(id, true) })), CHANGES],
  [
    "says of a blacklisted e-mail that it is taken",
    fakeWith((right) => ({
      add: (account, hash) =>
        right
          .add(account, hash)
          .mapErr((error) => (error.kind === "EmailBlacklisted" ? { kind: "EmailTaken" } : error)),
    })),
    REFUSED,
  ],
  ["compares e-mails as written", listing({ form: (email) => email }), REFUSED],
  ["knows case but not Unicode", listing({ form: (email) => email.toLowerCase() }), REFUSED],
  [
    "refuses only whoever opens an account",
    fakeWith((right) => ({
      amend: (id, changes) =>
        right
          .amend(id, changes)
          .orElse((error) =>
            error.kind === "EmailBlacklisted" ? right.find(id).map((found) => found as Account) : errAsync(error),
          ),
    })),
    REFUSED,
  ],
  [
    "forgets the e-mail when the account is closed",
    listing({ forgetsOnClose: true }),
    "7. it is refused also after the account was closed, and its username is free",
  ],
  [
    "remembers one e-mail of an account",
    listing({ forgetsOnAnother: true }),
    "7. blacklisted again under another e-mail, both are refused until it is reinstated",
  ],
  [
    "bars only the e-mail of when an account was blacklisted",
    listing({ forgetsWhatIsTaken: true }),
    "7. every e-mail that it takes while it is blacklisted is refused, also after it was closed",
  ],
  [
    "refuses an account its own e-mail",
    listing({ isHeldAgainstItself: true }),
    "7. it is refused also after the account has changed its e-mail, but not to itself",
  ],
  [
    "refuses the e-mail for ever",
    fakeWith((right) => {
      const barred = new Set<string>();
      return {
        setBlacklisted: (id, blacklisted) =>
          right.setBlacklisted(id, blacklisted).andTee(({ email }) => barred.add(loginName(email))),
        add: (account, hash) =>
          barred.has(loginName(account.email)) ? errAsync({ kind: "EmailBlacklisted" }) : right.add(account, hash),
      };
    }),
    REINSTATED,
  ],
  [
    "reinstates everyone",
    fakeWith((right) => {
      const known = new Set<AccountId>();
      const setBlacklisted: Accounts["setBlacklisted"] = (id, blacklisted) => {
        known.add(id);
        if (blacklisted) return right.setBlacklisted(id, true);
        return [...known].reduce(
          (before, each) => before.andThen(() => right.setBlacklisted(each, false)),
          right.setBlacklisted(id, false),
        );
      };
      return { setBlacklisted };
    }),
    "7. reinstating one account leaves another's e-mail refused",
  ],
  [
    "writes back what it read before",
    fakeWith((right) => ({
      setBlacklisted: (id, blacklisted) =>
        right
          .find(id)
          .andThen((found) => right.setBlacklisted(id, blacklisted).map((account) => found ?? account))
          .andThen(({ id: _, blacklisted: __, openedAt: ___, ...changes }) =>
            right.amend(id, changes).mapErr(() => ({ kind: "AccountNotFound" as const })),
          ),
    })),
    "7. blacklisting while names and hash are changed keeps all of it",
  ],
  [
    "blacklists what is not there",
    fakeWith((right) => ({
      setBlacklisted: (id, blacklisted) =>
        right.setBlacklisted(id, blacklisted).orElse(() => right.find(id).map((found) => found as Account)),
    })),
    "8. nobody is blacklisted under an unknown or closed id",
  ],
];

describe("the accounts' contract, of blacklisting", () => {
  hasTeeth(accountsContract, accountsSubject, wrongs);

  it("finds nothing wrong with a list that is right", async () => {
    expect(await brokenClauses(accountsContract, () => accountsSubject(listing({})()))).toEqual([]);
  });
});
