import type { Session } from "@bourse/core";
import type { Brokerage } from "./brokerage.ts";
import type { Deed } from "./deeds.ts";
import type { People } from "./people.ts";
import type { Tally } from "./tally.ts";
import { shortOf } from "./wishes.ts";

/** A session that a client was given. */
type Signed = {
  readonly session: Session;
  /** The passwords with which it may go on: the one it began with, and those that it has itself set. */
  readonly passwords: Set<string>;
  /** Whether anything has been done that may have ended it, since it was last found to go on. */
  mayHaveEnded: boolean;
  /** Once true it must never be found again. */
  hasEnded: boolean;
};

export type SignIns = {
  readonly all: () => readonly Signed[];
  readonly began: (session: Session, password: string) => void;
  /** Asks for each of them, and holds the answers to what has been done to it and to its account in the round. */
  readonly settle: (round: readonly Deed[]) => Promise<void>;
};

/** What may end a session of the account, whatever its client was told. */
const ENDING = new Set(["change password", "close", "reset password", "sign out"]);

export type SignInsOptions = {
  readonly brokerage: Brokerage;
  readonly people: People;
  readonly tally: Tally;
  readonly broken: (what: string) => void;
};

export function signInsOf({ brokerage, people, tally, broken }: SignInsOptions): SignIns {
  const all: Signed[] = [];

  async function settleOne(signed: Signed, round: readonly Deed[]): Promise<void> {
    const { session, passwords, hasEnded } = signed;
    const person = people.find(session.accountId);
    const name = `the session ${shortOf(session.id)} of ${shortOf(session.accountId)}`;
    const answer = await brokerage.app().resumeSession({ sessionId: session.id });
    signed.mayHaveEnded ||= round.some(({ kind, accountId }) => accountId === session.accountId && ENDING.has(kind));
    const isExpired = session.expiresAt <= brokerage.clock.now();
    if (answer.isOk()) {
      tally.add("sessions found to go on");
      signed.mayHaveEnded = false;
      if (hasEnded) broken(`${name} goes on after it has ended`);
      if (isExpired) broken(`${name} goes on after it has expired`);
      if (!person?.isOpen) broken(`${name} goes on after the account was closed`);
      else if (!passwords.has(person.password)) broken(`${name} goes on after the password was changed`);
      return;
    }
    if (answer.error.kind !== "SessionEnded") broken(`${name} answers ${answer.error.kind}`);
    if (isExpired) return;
    if (!hasEnded && !signed.mayHaveEnded) broken(`${name} has ended, and nobody has ended it`);
    signed.hasEnded = true;
  }

  return {
    all: () => all,
    began: (session, password) => {
      tally.add("sessions begun");
      all.push({ session, passwords: new Set([password]), mayHaveEnded: false, hasEnded: false });
    },
    async settle(round) {
      for (const signed of all) await settleOne(signed, round);
    },
  };
}
