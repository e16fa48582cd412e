import {
  afterEntry,
  inTurn,
  type AccountId,
  type Contended,
  type Entry,
  type EntryDraft,
  type KeyedRequest,
  type KeyReused,
  type Ledger,
  type Portfolio,
  type Portfolios,
  type Recorded,
  type StoreUnavailable,
} from "@bourse/core";
import { LRUCache } from "lru-cache";
import { err, errAsync, ok, okAsync, ResultAsync, safeTry, type Result } from "neverthrow";

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

type Change<E> = {
  readonly accountId: AccountId;
  readonly request: KeyedRequest | null;
  readonly decide: (portfolio: Portfolio) => Result<EntryDraft, E>;
};

/** How many entries are read to bring a copy up to date; one that is further behind is read anew. */
const MOST_BEHIND = 100;

/**
 * Portfolios kept in memory, fed from the ledger.
 *
 * A copy is read, replaced and dropped only by the account's turn, and replaced only once the ledger has the entry, so
 * no reader ever sees what might not survive. Another writer's entry shows as a Conflict, or when a refusal is checked
 * against the ledger: the copy is read anew and decided on again.
 */
export function inMemoryPortfolios(ledger: Ledger, options: InMemoryPortfoliosOptions = {}): Portfolios {
  const { capacity = 10_000, maxWaiting = 10_000, isShared = false, onRecorded } = options;
  // Whoever is beaten has to look before the next try, and whoever has won need not: in a row, so few are soon lost.
  const { maxAttempts = isShared ? 100 : 10 } = options;
  const copies = new LRUCache<AccountId, Portfolio>({ max: capacity });
  const turns = inTurn<AccountId>();

  function load(accountId: AccountId): ResultAsync<Portfolio, StoreUnavailable> {
    const copy = copies.get(accountId);
    if (copy) return new ResultAsync(Promise.resolve(ok(copy)));
    return ledger.portfolio(accountId).andTee((portfolio) => copies.set(accountId, portfolio));
  }

  /** What the ledger has come to, whoever wrote it. A copy that a change has since made is not put back. */
  function caughtUp(copy: Portfolio): ResultAsync<Portfolio, StoreUnavailable> {
    const { accountId, seq } = copy;
    return ledger
      .tail({ accountId, after: seq, limit: MOST_BEHIND })
      .andThen((entries) => {
        if (entries.length === MOST_BEHIND) return ledger.portfolio(accountId);
        return okAsync(entries.reduce((portfolio, entry) => afterEntry(portfolio, entry), copy));
      })
      .andTee((portfolio) => {
        if (portfolio.seq > (copies.peek(accountId)?.seq ?? Infinity)) copies.set(accountId, portfolio);
      });
  }

  /** What is there now. A copy may have been read before another writer's entry that whoever looks knows of. */
  function current(accountId: AccountId): ResultAsync<Portfolio, StoreUnavailable> {
    const copy = copies.get(accountId);
    return copy && isShared ? caughtUp(copy) : load(accountId);
  }

  /** An append on a copy that another writer has left behind is a Conflict; a refusal must be asked for. */
  function isBehind(copy: Portfolio): ResultAsync<boolean, StoreUnavailable> {
    const { accountId } = copy;
    const read = isShared ? caughtUp(copy) : ledger.portfolio(accountId);
    return read.andTee((portfolio) => copies.set(accountId, portfolio)).map((portfolio) => portfolio.seq !== copy.seq);
  }

  /** After a Conflict. Where another's entries are why, and none is the request's own, there is no more to read. */
  function beaten(copy: Portfolio, request: KeyedRequest | null): ResultAsync<Beaten | null, StoreUnavailable> {
    const { accountId, seq } = copy;
    copies.delete(accountId);
    if (!isShared) return okAsync(null);
    return ledger.tail({ accountId, after: seq, limit: MOST_BEHIND }).map((entries) => {
      if (entries.length === 0 || entries.length === MOST_BEHIND) return null;
      copies.set(accountId, entries.reduce(afterEntry, copy));
      return request && entries.some((entry) => entry.request?.key === request.key) ? null : "beaten";
    });
  }

  /** Answers null when there is more to read: there was another writer, or the request was done before. */
  function attempt<E>({ accountId, request, decide }: Change<E>): ResultAsync<Recorded | Beaten | null, E | Failure> {
    return safeTry(async function* () {
      const portfolio = yield* await load(accountId);
      const decided = decide(portfolio);
      if (decided.isErr()) {
        // What was done before may be why this is refused.
        const earlier = yield* await recall(accountId, request);
        if (earlier) return ok(noted(earlier));
        return (yield* await isBehind(portfolio)) ? ok(null) : err(decided.error);
      }
      const entry = { ...decided.value, request };
      const next = afterEntry(portfolio, entry);
      const appended = await ledger.append(entry);
      if (appended.isErr()) {
        if (appended.error.kind === "Conflict") return beaten(portfolio, request);
        copies.delete(accountId);
        return err(appended.error);
      }
      copies.set(accountId, next);
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

  /** Whether the copy is behind an entry that came late, or by another writer. */
  function isNews({ entry }: Recorded): boolean {
    return entry.seq > (copies.peek(entry.accountId)?.seq ?? 0);
  }

  /** Whoever is told of an entry must then find it. */
  function noted(recorded: Recorded): Recorded {
    if (isNews(recorded)) copies.delete(recorded.entry.accountId);
    return recorded;
  }

  return {
    find(accountId) {
      if (copies.has(accountId)) return current(accountId);
      if (turns.underWay(accountId) >= maxWaiting) return ledger.portfolio(accountId);
      // Cold: read in the account's turn, so that what was read cannot overwrite what a change has since made of it.
      return new ResultAsync(turns.run(accountId, async () => current(accountId)));
    },
    change(accountId, request, decide) {
      if (turns.underWay(accountId) >= maxWaiting) return errAsync({ kind: "Contended" });
      return new ResultAsync(turns.run(accountId, () => settle({ accountId, request, decide })));
    },
    recall: (accountId, request) =>
      recall(accountId, request).andThen((earlier) => {
        if (!earlier || !isNews(earlier)) return okAsync(earlier);
        // In the account's turn, so that nothing that was read before the entry was there is kept after it.
        return new ResultAsync(turns.run(accountId, async () => ok(noted(earlier))));
      }),
  };
}

type Failure = KeyReused | StoreUnavailable;
/** Another writer came first. */
type Beaten = "beaten";
