import { afterEntry, type AccountId, type KeyedRequest, type Ledger, type Portfolio } from "@bourse/core";
import type { Recorded, StoreUnavailable } from "@bourse/core";
import { LRUCache } from "lru-cache";
import { ok, okAsync, ResultAsync } from "neverthrow";

export type CopiesOptions = {
  /** How many accounts' portfolios are kept; the least recently used go first. */
  readonly capacity: number;
  /** Whether other processes write the ledger too: then each look asks it for what has come since. */
  readonly isShared: boolean;
};

/** Copies of portfolios that the ledger has. */
export type Copies = {
  readonly has: (accountId: AccountId) => boolean;
  /** What is kept, or else what the ledger has. */
  readonly load: (accountId: AccountId) => ResultAsync<Portfolio, StoreUnavailable>;
  /** What is there now. A copy may have been read before another writer's entry that whoever looks knows of. */
  readonly current: (accountId: AccountId) => ResultAsync<Portfolio, StoreUnavailable>;
  readonly keep: (portfolio: Portfolio) => void;
  readonly drop: (accountId: AccountId) => void;
  /** Whether the ledger has gone on. An append on such a copy is a Conflict; a refusal on one must be asked for. */
  readonly isBehind: (copy: Portfolio) => ResultAsync<boolean, StoreUnavailable>;
  /** After a Conflict: null where there is more to read than another writer's entries, or the request's own is there. */
  readonly beaten: (copy: Portfolio, request: KeyedRequest | null) => ResultAsync<Beaten | null, StoreUnavailable>;
  /** Whether the copy is behind an entry that came late, or by another writer. */
  readonly isNews: (recorded: Recorded) => boolean;
};

/** Another writer came first. */
export type Beaten = "beaten";

/** How many entries are read to bring a copy up to date; one that is further behind is read anew. */
const MOST_BEHIND = 100;

export function copiesOf(ledger: Ledger, { capacity, isShared }: CopiesOptions): Copies {
  const copies = new LRUCache<AccountId, Portfolio>({ max: capacity });
  const keep = (portfolio: Portfolio): void => void copies.set(portfolio.accountId, portfolio);

  function load(accountId: AccountId): ResultAsync<Portfolio, StoreUnavailable> {
    const copy = copies.get(accountId);
    if (copy) return new ResultAsync(Promise.resolve(ok(copy)));
    return ledger.portfolio(accountId).andTee(keep);
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
        if (portfolio.seq > (copies.peek(accountId)?.seq ?? Infinity)) keep(portfolio);
      });
  }

  return {
    has: (accountId) => copies.has(accountId),
    load,
    current(accountId) {
      const copy = copies.get(accountId);
      return copy && isShared ? caughtUp(copy) : load(accountId);
    },
    keep,
    drop: (accountId) => void copies.delete(accountId),
    isBehind(copy) {
      const read = isShared ? caughtUp(copy) : ledger.portfolio(copy.accountId);
      return read.andTee(keep).map(({ seq }) => seq !== copy.seq);
    },
    beaten(copy, request) {
      const { accountId, seq } = copy;
      copies.delete(accountId);
      if (!isShared) return okAsync(null);
      return ledger.tail({ accountId, after: seq, limit: MOST_BEHIND }).map((entries) => {
        if (entries.length === 0 || entries.length === MOST_BEHIND) return null;
        keep(entries.reduce(afterEntry, copy));
        return request && entries.some((entry) => entry.request?.key === request.key) ? null : "beaten";
      });
    },
    isNews: ({ entry }) => entry.seq > (copies.peek(entry.accountId)?.seq ?? 0),
  };
}
