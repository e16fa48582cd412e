import {
  loginName,
  type Account,
  type AccountChanges,
  type AccountId,
  type AccountNotFound,
  type PasswordHash,
} from "@bourse/core";
import type { Database, Transaction } from "better-sqlite3";
import { err, ok, type Result } from "neverthrow";
import { amended, fingerprintsOf, personOf, type PersonRow } from "../kysely/account-rows.ts";
import type { AccountRow, AccountStatements } from "./account-statements.ts";
import { fingerprintOf } from "../kysely/fingerprint.ts";
import { nameRefusal, type NameRefusal } from "./names.ts";

const NOT_FOUND = err({ kind: "AccountNotFound" } as const);

export type AccountWrites = {
  readonly add: Transaction<(account: Account, passwordHash: PasswordHash) => Result<void, NameRefusal>>;
  readonly amend: Transaction<
    (id: AccountId, changes: AccountChanges) => Result<AccountRow, AccountNotFound | NameRefusal>
  >;
  readonly replacePassword: Transaction<(id: AccountId, current: PasswordHash, next: PasswordHash) => boolean>;
  readonly setBlacklisted: Transaction<(id: AccountId, blacklisted: boolean) => Result<AccountRow, AccountNotFound>>;
  readonly close: Transaction<(id: AccountId) => Result<void, AccountNotFound>>;
};

/** The writes, each of which looks first: none writes anything once it refuses, and nobody comes between. */
export function accountWrites(db: Database, statements: AccountStatements): AccountWrites {
  const steps = stepsWith(statements);

  return {
    add: db.transaction((account, passwordHash) => {
      const refusal = nameRefusal(statements, account.id, account);
      if (refusal) return err(refusal);
      steps.enter(account, personOf(account, passwordHash));
      if (account.blacklisted) steps.bar(account.id, account.email);
      return ok();
    }),

    amend: db.transaction((id, changes) => {
      const row = statements.byId.get({ id });
      if (!row) return NOT_FOUND;
      const refusal = nameRefusal(statements, id, changes);
      if (refusal) return err(refusal);
      const person = amended(row, changes);
      steps.move(row, person);
      if (row.blacklisted === 1n) steps.bar(id, person.email);
      return ok({ ...row, ...person });
    }),

    replacePassword: db.transaction((id, current, next) => {
      const row = statements.byId.get({ id });
      if (row?.password_hash !== current) return false;
      steps.move(row, { ...row, password_hash: next });
      return true;
    }),

    setBlacklisted: db.transaction((id, isBlacklisted) => {
      const row = statements.byId.get({ id });
      if (!row) return NOT_FOUND;
      const blacklisted = isBlacklisted ? 1n : 0n;
      statements.setBlacklisted.run({ id, blacklisted });
      if (isBlacklisted) steps.bar(id, row.email);
      else statements.unbar.run({ account_id: id });
      return ok({ ...row, blacklisted });
    }),

    close: db.transaction((id) => {
      const row = statements.byId.get({ id });
      if (!row) return NOT_FOUND;
      statements.setPerson.run({ id, person: null, username_fingerprint: null, email_fingerprint: null });
      statements.overwritePerson.run({ number: row.number });
      return ok();
    }),
  };
}

function stepsWith(statements: AccountStatements) {
  const newPerson = (person: PersonRow): bigint => {
    const row = statements.insertPerson.get(person);
    if (!row) throw new Error("SQLite gave a new person no number.");
    return row.number;
  };

  return {
    enter({ id, blacklisted, openedAt }: Account, person: PersonRow): void {
      statements.insert.run({
        id,
        person: newPerson(person),
        ...fingerprintsOf(person),
        blacklisted: blacklisted ? 1n : 0n,
        opened_at: BigInt(openedAt),
      });
    },

    /** Gives the account a row of people's that is new, since one that changed its length might have to move. */
    move({ id, number }: AccountRow, person: PersonRow): void {
      statements.setPerson.run({ id, person: newPerson(person), ...fingerprintsOf(person) });
      statements.overwritePerson.run({ number });
    },

    bar(account_id: AccountId, email: string): void {
      statements.bar.run({ fingerprint: fingerprintOf(loginName(email)), account_id });
    },
  };
}
