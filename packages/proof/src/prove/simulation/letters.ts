import type { AccountId, Letter } from "@bourse/core";
import { valueOf } from "@bourse/testkit";
import type { Brokerage } from "./brokerage.ts";
import { folded, type People } from "./people.ts";
import type { Tally } from "./tally.ts";

/** A mailed token. */
type Mailed = {
  readonly letter: Letter;
  /** null for a token that was dead before its letter arrived. */
  readonly accountId: AccountId | null;
  /** The password that it may take the place of. */
  readonly password: string | null;
  /** Once true it must never work again. */
  isSpent: boolean;
};

export type Mailbox = {
  readonly all: () => readonly Mailed[];
  /** Reads what has come, and asks the store of each token whether it is still good, and whether it may be. */
  readonly settle: () => Promise<void>;
};

export type MailboxOptions = {
  readonly brokerage: Brokerage;
  readonly people: People;
  readonly tally: Tally;
  readonly broken: (what: string) => void;
};

export function mailboxOf({ brokerage, people, tally, broken }: MailboxOptions): Mailbox {
  const all: Mailed[] = [];

  async function accountOf({ token }: Letter): Promise<AccountId | null> {
    const { resets } = brokerage.disk.stores();
    const reset = valueOf(await resets.find(brokerage.resetTokens.fingerprint(token)));
    return reset?.accountId ?? null;
  }

  async function settleOne(mailed: Mailed): Promise<AccountId | null> {
    const { letter, password, isSpent } = mailed;
    const accountId = await accountOf(letter);
    if (accountId === null) {
      mailed.isSpent = true;
      return null;
    }
    const person = people.find(accountId);
    const name = `the token mailed to ${letter.to}`;
    if (isSpent) broken(`${name} is good again after it was spent`);
    if (!person?.isOpen) return null;
    if (folded(person.email) !== folded(letter.to)) broken(`${name} is good, and the account has another e-mail`);
    if (person.password !== password) broken(`${name} is good after the password was changed`);
    return accountId;
  }

  return {
    all: () => all,
    async settle() {
      for (const letter of brokerage.letters().slice(all.length)) {
        tally.add("mails");
        const accountId = await accountOf(letter);
        const password = people.all().find(({ id }) => id === accountId)?.password ?? null;
        all.push({ letter, accountId, password, isSpent: accountId === null });
      }
      const good: AccountId[] = [];
      for (const mailed of all) {
        const accountId = await settleOne(mailed);
        if (accountId !== null && good.includes(accountId)) broken(`two tokens of one account are good: ${accountId}`);
        if (accountId !== null) good.push(accountId);
      }
    },
  };
}
