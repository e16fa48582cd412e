import {
  afterEntry,
  inTurn,
  type AccountId,
  type Entry,
  type EntryDraft,
  type InTurn,
  type KeyedRequest,
  type Ledger,
  type Portfolio,
  type Recorded,
  type StoreUnavailable,
} from "@bourse/core";
import { err, ok, type Result } from "neverthrow";
import type { Copies } from "./copies.ts";

export type WaitingChangesOptions = {
  readonly copies: Copies;
  readonly ledger: Ledger;
  readonly onRecorded?: (entry: Entry) => void;
};

type Change<E> = {
  readonly accountId: AccountId;
  readonly request: KeyedRequest | null;
  readonly decide: (portfolio: Portfolio) => Result<EntryDraft, E>;
};

export type WaitingChanges = InTurn<AccountId> & {
  /**
   * Answers a change in the account's turn: with others that wait for it, if they can be made together, or else as `alone`
   * makes it.
   */
  change<Answer>(change: Change<unknown>, alone: () => Promise<Answer>): Promise<Answer | Made>;
};

type Made = Result<Recorded, StoreUnavailable>;

type Waiting = {
  readonly change: Change<unknown>;
  readonly settle: (made: Made) => void;
  readonly alone: () => Promise<void>;
};

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

  /** Answers those that are still to be made. */
  async function together(
    accountId: AccountId,
    waiting: readonly Waiting[],
    tries = MAX_TRIES,
  ): Promise<readonly Waiting[]> {
    const loaded = await unlessBug(copies.load(accountId));
    if (!loaded) return waiting;
    if (loaded.isErr()) return answered(waiting, loaded.error);
    const { entries, made, left, portfolio } = decided(loaded.value, waiting);
    const [first, ...others] = entries;
    if (!first || others.length === 0) return waiting;

    const appended = await unlessBug(ledger.append([first, ...others]));
    if (!appended) return waiting;
    if (appended.isErr()) {
      const { error } = appended;
      if (error.kind === "Conflict") {
        const beaten = await unlessBug(copies.beaten(loaded.value, null));
        const isAgain = tries > 1 && beaten?.unwrapOr(null) === "beaten";
        return isAgain ? together(accountId, waiting, tries - 1) : waiting;
      }
      copies.drop(accountId);
      answered(made, error);
      return left;
    }
    copies.keep(portfolio);
    for (const [index, entry] of entries.entries()) {
      made[index]?.settle(ok({ entry, replayed: false }));
      onRecorded?.(entry);
    }
    return left;
  }

  async function takeAll(accountId: AccountId): Promise<void> {
    const line = lines.get(accountId) ?? [];
    const waiting = line.splice(0, MAX_TOGETHER);
    if (line.length === 0) lines.delete(accountId);
    else void turns.run(accountId, () => takeAll(accountId));
    const left = waiting.length > 1 ? await together(accountId, waiting) : waiting;
    for (const { alone } of left) await alone();
  }

  return {
    run: (accountId, task) => turns.run(accountId, task),
    // A line has one turn, whatever its length.
    underWay: (accountId) => turns.underWay(accountId) + Math.max(0, (lines.get(accountId)?.length ?? 0) - 1),
    change: (change, alone) =>
      new Promise((settle, fail) => {
        const waiting: Waiting = { change, settle, alone: () => alone().then(settle, fail) };
        const line = lines.get(change.accountId);
        if (line) {
          line.push(waiting);
          return;
        }
        lines.set(change.accountId, [waiting]);
        void turns.run(change.accountId, () => takeAll(change.accountId));
      }),
  };
}

/** Answers those with what failed them all; none is left. */
function answered(waiting: readonly Waiting[], error: StoreUnavailable): readonly [] {
  for (const { settle } of waiting) settle(err(error));
  return [];
}

/** Null where it rejects: what a bug has thwarted has done nothing, and is left to those whom it concerns. */
async function unlessBug<Answer>(work: PromiseLike<Answer>): Promise<Answer | null> {
  try {
    return await work;
  } catch {
    return null;
  }
}

type Decided = {
  readonly entries: readonly Entry[];
  /** Whose entries they are. */
  readonly made: readonly Waiting[];
  readonly left: readonly Waiting[];
  /** As they leave it. */
  readonly portfolio: Portfolio;
};

function decided(from: Portfolio, waiting: readonly Waiting[]): Decided {
  const [entries, made, left]: [Entry[], Waiting[], Waiting[]] = [[], [], []];
  const keys = new Set<string>();
  let portfolio = from;
  for (const each of waiting) {
    const { request } = each.change;
    // Of two with one key the second is a replay of the first, once the ledger has it.
    const draft = request && keys.has(request.key) ? null : draftOf(each.change, portfolio);
    if (!draft) {
      left.push(each);
      continue;
    }
    const entry = { ...draft, request };
    portfolio = afterEntry(portfolio, entry);
    if (request) keys.add(request.key);
    entries.push(entry);
    made.push(each);
  }
  return { entries, made, left, portfolio };
}

/** Null for what is refused, and for a `decide` that throws: made alone, it throws again, to its own caller. */
function draftOf({ decide }: Change<unknown>, portfolio: Portfolio): EntryDraft | null {
  try {
    return decide(portfolio).unwrapOr(null);
  } catch {
    return null;
  }
}
