import type { Scheduler } from "fast-check";
import { booksOf, type Books } from "./books.ts";
import { brokerage as newBrokerage, type Brokerage } from "./brokerage.ts";
import { deedsOf, type Deed, type Deeds } from "./deeds.ts";
import { newGuesses, type Guesses } from "./guesses.ts";
import { mailboxOf, type Mailbox } from "./letters.ts";
import { peopleOf, type People, type Person } from "./people.ts";
import type { Plan } from "./plan.ts";
import { rivalOver } from "./rival.ts";
import { signInsOf, type SignIns } from "./sessions.ts";
import type { Tally } from "./tally.ts";
import { wishesWith, type Wishes } from "./wishes.ts";

/** The brokerage of one run, and all that its clients know of it. */
export type Stage = {
  readonly brokerage: Brokerage;
  readonly deeds: Deeds;
  readonly wishes: Wishes;
  readonly books: Books;
  readonly people: People;
  readonly signIns: SignIns;
  readonly mailbox: Mailbox;
  readonly guesses: Guesses;
  readonly tally: Tally;
  /** A promise was broken. */
  readonly broken: (what: string) => void;
  /** A text that nobody has chosen before, for a password. */
  readonly newPassword: () => string;
};

export type StageOptions = {
  readonly plan: Plan;
  readonly scheduler: Scheduler;
  readonly tally: Tally;
  readonly trace: (line: string) => void;
  readonly broken: (what: string) => void;
};

export function newStage({ plan, scheduler, tally, trace, broken }: StageOptions): Stage {
  const wishes = wishesWith(broken);
  let passwords = 0;
  const brokerage = newBrokerage({ plan, scheduler, tally, trace, rival: rivalOver(() => stage) });
  const people = peopleOf({ brokerage, tally, broken });
  const stage: Stage = {
    brokerage,
    deeds: deedsOf({ brokerage, tally, trace, broken }),
    wishes,
    books: booksOf({ brokerage, wishes, tally, broken }),
    people,
    signIns: signInsOf({ brokerage, people, tally, broken }),
    mailbox: mailboxOf({ brokerage, people, tally, broken }),
    guesses: newGuesses(() => brokerage.clock.now()),
    tally,
    broken,
    newPassword: () => {
      passwords += 1;
      return `a password like no other, ${passwords}`;
    },
  };
  return stage;
}

/** So many places back from the newest; undefined when there is none at all. */
export function back<Item>(items: readonly Item[], places: number): Item | undefined {
  return items.at(-1 - (places % Math.max(items.length, 1)));
}

/** One of those that things are done to: all but the operator. */
export function personAt({ people }: Stage, who: number): Person | undefined {
  return back(people.all().slice(1), who);
}

/** Whether a request was under way while the deed was. */
export function overlaps(other: Deed, deed: Deed): boolean {
  return other !== deed && (other.ended === null || other.ended > deed.began);
}
