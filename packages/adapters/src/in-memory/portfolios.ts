import {
  afterEntry,
  type AccountId,
  type Contended,
  type Entry,
  type KeyedRequest,
  type KeyReused,
  type Ledger,
  type Portfolios,
  type Recorded,
  type StoreUnavailable,
} from "@bourse/core";
import { err, errAsync, ok, okAsync, ResultAsync, safeTry, type Result } from "neverthrow";
import { copiesOf, type Beaten } from "./copies.ts";
import type { Change } from "./decided.ts";
import { waitingChanges } from "./waiting-changes.ts";

export type InMemoryPortfoliosOptions = {
  /** How many accounts' portfolios are kept in memory; the least recently used go first. */
  readonly capacity?: number;
  /** How many calls may wait for one account before the next is answered Contended. */
  readonly maxWaiting?: number;
  /** How often a change that met another writer is decided again; 10 when left out, or 100 of a shared ledger. */
  readonly maxAttempts?: number;
  /** Whether other processes write the ledger too: then each look asks it for what has come since. */
  readonly isShared?: boolean;
  /** Told each new entry once the ledger has it, never a replay; it must not throw. */
  readonly onRecorded?: (entry: Entry) => void;
};

/**
 * Portfolios kept in memory, fed from the ledger.
 *
 * A copy is read, replaced and dropped only by the account's turn, and replaced only once the ledger has the entry, so
 * no reader ever sees what might not survive. Another writer's entry shows as a Conflict, or when a refusal is checked
 * against the ledger: the copy is read anew and decided on again. Changes that wait for one account are appended together.
 */
export function inMemoryPortfolios(ledger: Ledger, options: InMemoryPortfoliosOptions = {}): Portfolios {
  const { capacity = 10_000, maxWaiting = 10_000, isShared = false, onRecorded } = options;
  // Whoever is beaten has to look before the next try, and whoever has won need not: in a row, so few are soon lost.
  const { maxAttempts = isShared ? 100 : 10 } = options;
  const copies = copiesOf(ledger, { capacity, isShared });
  const turns = waitingChanges({ copies, ledger, ...(onRecorded && { onRecorded }) });

  /** Answers null when there is more to read: there was another writer, or the request was done before. */
  function attempt<E>({ accountId, request, decide }: Change<E>): ResultAsync<Recorded | Beaten | null, E | Failure> {
    return safeTry(async function* () {
      const portfolio = yield* await copies.load(accountId);
      const decided = decide(portfolio);
      if (decided.isErr()) {
        // What was done before may be why this is refused.
        const earlier = yield* await recall(accountId, request);
        if (earlier) return ok(noted(earlier));
        return (yield* await copies.isBehind(portfolio)) ? ok(null) : err(decided.error);
      }
      const entry = { ...decided.value, request };
      const next = afterEntry(portfolio, entry);
      const appended = await ledger.append([entry]);
      if (appended.isErr()) {
        if (appended.error.kind === "Conflict") return copies.beaten(portfolio, request);
        copies.drop(accountId);
        return err(appended.error);
      }
      copies.keep(next);
      onRecorded?.(entry);
      return ok({ entry, replayed: false });
    });
  }

  async function settle<E>(change: Change<E>): Promise<Result<Recorded, Contended | E | Failure>> {
    for (let tries = 0; tries < maxAttempts; tries += 1) {
      const outcome = await attempt(change);
      if (outcome.isErr()) return err(outcome.error);
      if (outcome.value === "beaten") continue;
      if (outcome.value) return ok(outcome.value);
      // The ledger refuses a key that it has: only then is it asked for what the key made.
      const earlier = await recall(change.accountId, change.request);
      if (earlier.isErr()) return err(earlier.error);
      if (earlier.value) return ok(noted(earlier.value));
    }
    return err({ kind: "Contended" });
  }

  function recall(accountId: AccountId, request: KeyedRequest | null): ResultAsync<Recorded | null, Failure> {
    if (!request) return new ResultAsync(Promise.resolve(ok(null)));
    return ledger.entryByKey(accountId, request.key).andThen((entry): Result<Recorded | null, KeyReused> => {
      if (!entry) return ok(null);
      return entry.request?.command === request.command ? ok({ entry, replayed: true }) : err({ kind: "KeyReused" });
    });
  }

  /** Whoever is told of an entry must then find it. */
  function noted(recorded: Recorded): Recorded {
    if (copies.isNews(recorded)) copies.drop(recorded.entry.accountId);
    return recorded;
  }

  return {
    find(accountId) {
      if (copies.has(accountId)) return copies.current(accountId);
      if (turns.underWay(accountId) >= maxWaiting) return ledger.portfolio(accountId);
      // Cold: read in the account's turn, so that what was read cannot overwrite what a change has since made of it.
      return new ResultAsync(turns.run(accountId, async () => copies.current(accountId)));
    },
    change(accountId, request, decide) {
      if (turns.underWay(accountId) >= maxWaiting) return errAsync({ kind: "Contended" });
      const change = { accountId, request, decide };
      return new ResultAsync(turns.change(change, () => settle(change)));
    },
    recall: (accountId, request) =>
      recall(accountId, request).andThen((earlier) => {
        if (!earlier || !copies.isNews(earlier)) return okAsync(earlier);
        // In the account's turn, so that nothing that was read before the entry was there is kept after it.
        return new ResultAsync(turns.run(accountId, async () => ok(noted(earlier))));
      }),
  };
}

type Failure = KeyReused | StoreUnavailable;
