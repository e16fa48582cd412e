import {
  inTurn,
  type AccountId,
  type Conflict,
  type ConsecutiveEntries,
  type Entry,
  type InTurn,
  type Ledger,
  type Recorded,
  type StoreUnavailable,
} from "@bourse/core";
import { err, ok, type Result } from "neverthrow";
import type { Copies } from "./copies.ts";
import { decided, type Change } from "./decided.ts";

export type WaitingChangesOptions = {
  readonly copies: Copies;
  readonly ledger: Ledger;
  readonly onRecorded?: (entry: Entry) => void;
};

export type WaitingChanges = InTurn<AccountId> & {
  /**
   * Answers a change in the account's turn: with others that wait for it, if they can be made together, or else as `alone`
   * makes it.
   */
  change<Failure>(
    change: Change<unknown>,
    alone: () => Promise<Result<Recorded, Failure>>,
  ): Promise<Result<Recorded, Failure | StoreUnavailable>>;
};

type Waiting = {
  readonly change: Change<unknown>;
  readonly settle: (made: Result<Recorded, StoreUnavailable>) => void;
  readonly fail: (bug: unknown) => void;
  /** Makes it by itself, and answers the failure of a store that does not answer. */
  readonly alone: () => Promise<StoreUnavailable | null>;
};

type Bug = { readonly kind: "Bug"; readonly bug: unknown };

/** The most entries that are appended together: it bounds a statement, and for how long a commit decides the next. */
const MAX_TOGETHER = 256;
/** How often those whom another writer has come before are tried together, before each is tried alone. */
const MAX_TRIES = 10;

/**
 * The turns of accounts. One commit would otherwise follow another for each of an account's changes, however many wait, so
 * each turn takes all that do: every change is decided on what those before it would leave, and what they come to is
 * appended at once, whole or not at all. Until the ledger has it, nobody is told anything and nothing is kept. A refusal
 * says what an account holds, so it is decided on what the ledger has: whatever is refused here is then made alone, and so
 * is everything when the append meets a key that was used before, or other writers' entries again and again.
 */
export function waitingChanges({ copies, ledger, onRecorded }: WaitingChangesOptions): WaitingChanges {
  const turns = inTurn<AccountId>();
  const lines = new Map<AccountId, Waiting[]>();
  /** How many of an account's changes and tasks have not been answered. */
  const underWay = new Map<AccountId, number>();

  function counted<Answer>(accountId: AccountId, work: Promise<Answer>): Promise<Answer> {
    underWay.set(accountId, (underWay.get(accountId) ?? 0) + 1);
    return work.finally(() => {
      const left = (underWay.get(accountId) ?? 0) - 1;
      if (left > 0) underWay.set(accountId, left);
      else underWay.delete(accountId);
    });
  }

  /** Answers those that are still to be made. */
  async function together(
    accountId: AccountId,
    waiting: readonly Waiting[],
    tries = MAX_TRIES,
  ): Promise<readonly Waiting[]> {
    const loaded = await unlessBug(() => copies.load(accountId));
    if (!loaded) return waiting;
    if (loaded.isErr()) return answered(waiting, loaded.error);
    const { entries, made, left, portfolio } = decided(loaded.value, waiting);
    const [first, ...others] = entries;
    if (!first || others.length === 0) return waiting;

    const appended = await appendedOrBug([first, ...others]);
    if (appended.isErr()) {
      const { error } = appended;
      if (error.kind === "Bug") {
        // Whether it has written anything nobody can tell, so nothing of it is made again.
        copies.drop(accountId);
        for (const { fail } of made) fail(error.bug);
        return left;
      }
      if (error.kind === "Conflict") {
        const beaten = await unlessBug(() => copies.beaten(loaded.value, null));
        const isAgain = tries > 1 && beaten?.unwrapOr(null) === "beaten";
        return isAgain ? together(accountId, waiting, tries - 1) : waiting;
      }
      copies.drop(accountId);
      answered(made, error);
      return left;
    }
    copies.keep(portfolio);
    for (const [index, entry] of entries.entries()) record(made[index], entry);
    return left;
  }

  async function appendedOrBug(entries: ConsecutiveEntries): Promise<Result<void, Bug | Conflict | StoreUnavailable>> {
    try {
      return await ledger.append(entries);
    } catch (bug) {
      return err({ kind: "Bug", bug });
    }
  }

  /** A bug in what is told of an entry is its own caller's to hear of, as when it is made alone. */
  function record(waiting: Waiting | undefined, entry: Entry): void {
    try {
      onRecorded?.(entry);
      waiting?.settle(ok({ entry, replayed: false }));
    } catch (bug) {
      waiting?.fail(bug);
    }
  }

  async function takeAll(accountId: AccountId): Promise<void> {
    const line = lines.get(accountId) ?? [];
    const waiting = line.splice(0, MAX_TOGETHER);
    if (line.length === 0) lines.delete(accountId);
    else void turns.run(accountId, () => takeAll(accountId));
    const left = waiting.length > 1 ? await together(accountId, waiting) : waiting;
    for (const [index, { alone }] of left.entries()) {
      const failure = await alone();
      // Each would wait as long, one after the other, and be told the same.
      if (failure) {
        answered(left.slice(index + 1), failure);
        return;
      }
    }
  }

  function waits(waiting: Waiting): void {
    const { accountId } = waiting.change;
    const line = lines.get(accountId);
    if (line) {
      line.push(waiting);
      return;
    }
    lines.set(accountId, [waiting]);
    void turns.run(accountId, () => takeAll(accountId));
  }

  return {
    run: (accountId, task) => counted(accountId, turns.run(accountId, task)),
    underWay: (accountId) => underWay.get(accountId) ?? 0,
    change: <Failure>(change: Change<unknown>, alone: () => Promise<Result<Recorded, Failure>>) => {
      const work = new Promise<Result<Recorded, Failure | StoreUnavailable>>((settle, fail) => {
        waits({
          change,
          settle,
          fail,
          alone: async () => {
            try {
              const made = await alone();
              settle(made);
              return made.isErr() && isSilence(made.error) ? made.error : null;
            } catch (bug) {
              fail(bug);
              return null;
            }
          },
        });
      });
      return counted(change.accountId, work);
    },
  };
}

/** Whether the store does not answer; where it says what is wrong with it, the next may well be done. */
function isSilence(error: unknown): error is StoreUnavailable {
  const { kind, reason } = error as Partial<StoreUnavailable>;
  return kind === "StoreUnavailable" && reason === undefined;
}

/** Answers those with what failed them all; none is left. */
function answered(waiting: readonly Waiting[], error: StoreUnavailable): readonly [] {
  for (const { settle } of waiting) settle(err(error));
  return [];
}

/** Null where it throws: a look that a bug has thwarted is left to those whom it concerns. */
async function unlessBug<Answer>(work: () => PromiseLike<Answer>): Promise<Answer | null> {
  try {
    return await work();
  } catch {
    return null;
  }
}
