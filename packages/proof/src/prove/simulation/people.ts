import type { Account, AccountId, PasswordHash } from "@bourse/core";
import { valueOf } from "@bourse/testkit";
import type { Brokerage } from "./brokerage.ts";
import type { Deed, Writes } from "./deeds.ts";
import type { Tally } from "./tally.ts";
import { shortOf } from "./wishes.ts";

/** A person as the last round left him; what a round does to him is known for sure only once it is over. */
export type Person = {
  readonly id: AccountId;
  username: string;
  email: string;
  password: string;
  blacklisted: boolean;
  isOpen: boolean;
  /** Or may have been, for a while. */
  wasBlacklisted: boolean;
  readonly formerPasswords: Set<string>;
  /** All that it has had, or may have had. */
  readonly everyEmail: Set<string>;
};

export type People = {
  /** Everyone whose account is known, the oldest first; the first is the operator. */
  readonly all: () => readonly Person[];
  readonly find: (id: AccountId) => Person | undefined;
  /** An account that was just opened. */
  readonly opened: (account: Pick<Account, "email" | "id" | "username">, password: string) => Person;
  /** Whether something that began when the deed did may have found the account able to act. */
  readonly couldAct: (deed: Deed, round: readonly Deed[]) => boolean;
  /** Looks what the round has made of everyone, and holds it to what the clients were told. */
  readonly settle: (round: readonly Deed[]) => Promise<void>;
  /** Whether nobody but the blacklisted account may have the e-mail. */
  readonly isBarred: (email: string, by: AccountId | null) => boolean;
};

export type PeopleOptions = {
  readonly brokerage: Brokerage;
  readonly tally: Tally;
  readonly broken: (what: string) => void;
};

export function peopleOf({ brokerage, tally, broken }: PeopleOptions): People {
  const { disk, passwords } = brokerage;
  const all: Person[] = [];
  const barred = new Map<string, AccountId>();
  const verifies = async (password: string, hash: PasswordHash): Promise<boolean> =>
    valueOf(await passwords.verify(password, hash));

  function opened({ id, username, email }: Pick<Account, "email" | "id" | "username">, password: string): Person {
    const names = {
      username,
      email,
      password,
      formerPasswords: new Set<string>(),
      everyEmail: new Set([folded(email)]),
    };
    const person = { id, ...names, blacklisted: false, isOpen: true, wasBlacklisted: false };
    all.push(person);
    return person;
  }

  /** What a field may be after the round: what was there, unless something else was surely written, or what was written. */
  function allowed(person: Person, field: keyof Writes, round: readonly Deed[]): unknown[] {
    const writers = writersOf(person, field, round);
    const written = writers.map(({ writes }) => writes[field]);
    return writers.some(({ outcome }) => outcome === "ok") ? written : [person[field], ...written];
  }

  async function settlePerson(person: Person, round: readonly Deed[]): Promise<void> {
    const found = valueOf(await disk.stores().accounts.credentialsOf(person.id));
    const name = `account ${shortOf(person.id)}`;
    const check = (field: keyof Writes, value: unknown): void => {
      const may = allowed(person, field, round);
      if (!may.includes(value)) broken(`${name}: ${field} is ${String(value)}, and may be ${may.join(" or ")}`);
    };
    for (const { writes } of writersOf(person, "email", round)) person.everyEmail.add(folded(writes.email ?? ""));
    person.wasBlacklisted ||= writersOf(person, "blacklisted", round).length > 0;
    check("isOpen", found !== null);
    if (!found) {
      person.isOpen = false;
      return;
    }
    const { account, passwordHash } = found;
    for (const field of ["username", "email", "blacklisted"] as const) check(field, account[field]);
    const password = await passwordNow(person, passwordHash, round);
    if (writersOf(person, "blacklisted", round).some(({ writes }) => writes.blacklisted === false)) unbar(person.id);
    if (account.blacklisted) barred.set(folded(account.email), person.id);
    if (password !== person.password) person.formerPasswords.add(person.password);
    const { username, email, blacklisted } = account;
    Object.assign(person, { username, email, blacklisted, password, isOpen: true });
  }

  async function passwordNow(person: Person, hash: PasswordHash, round: readonly Deed[]): Promise<string> {
    const may = allowed(person, "password", round) as string[];
    const former = [...person.formerPasswords].filter((password) => !may.includes(password));
    for (const password of former) {
      if (await verifies(password, hash)) broken(`account ${shortOf(person.id)} has its former password again`);
    }
    for (const password of may) if (await verifies(password, hash)) return password;
    broken(`account ${shortOf(person.id)} has a password that nobody has set`);
    return person.password;
  }

  const unbar = (id: AccountId): void => {
    for (const [email, owner] of barred) if (owner === id) barred.delete(email);
  };

  /** Accounts whose opening nobody has told of. */
  async function discover(round: readonly Deed[]): Promise<void> {
    for (const { kind, outcome, writes } of round) {
      if (kind !== "open" || outcome !== "unknown" || !writes.email || !writes.password) continue;
      const found = valueOf(await disk.stores().accounts.credentialsFor(folded(writes.email) as never));
      if (!found || all.some(({ id }) => id === found.account.id)) continue;
      if (!(await verifies(writes.password, found.passwordHash))) continue;
      opened(found.account, writes.password);
      tally.add("unknown outcomes found to be done");
    }
  }

  return {
    all: () => all,
    find: (id) => all.find((person) => person.id === id),
    opened,
    couldAct(deed, round) {
      const person = all.find(({ id }) => id === deed.accountId);
      if (!person) return false;
      const writers = writersOf(person, "blacklisted", round).concat(writersOf(person, "isOpen", round));
      if (writers.some(({ writes }) => writes.blacklisted === false)) return true;
      const isShutBefore = ({ outcome, ended }: Deed): boolean =>
        outcome === "ok" && ended !== null && ended < deed.began;
      return person.isOpen && !person.blacklisted && !writers.some(isShutBefore);
    },
    async settle(round) {
      await discover(round);
      for (const person of all) await settlePerson(person, round);
      const open = all.filter(({ isOpen }) => isOpen);
      for (const field of ["username", "email"] as const) {
        const names = open.map((person) => folded(person[field]));
        const twice = names.find((name, index) => names.indexOf(name) !== index);
        if (twice !== undefined) broken(`two open accounts have the ${field} ${twice}`);
      }
    },
    isBarred: (email, by) => (barred.get(folded(email)) ?? by) !== by,
  };
}

/** Names are compared without regard to case; the simulation uses none that takes more. */
export function folded(name: string): string {
  return name.toLowerCase();
}

/** The requests of a round that have written a field of the account, or may have. */
export function writersOf(person: Pick<Person, "id">, field: keyof Writes, round: readonly Deed[]): Deed[] {
  return round.filter(
    ({ accountId, outcome, writes }) => accountId === person.id && outcome !== "refused" && field in writes,
  );
}
