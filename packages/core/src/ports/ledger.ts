import type { ResultAsync } from "neverthrow";
import type { AccountId } from "../domain/account.ts";
import type { ConsecutiveEntries, Entry, TradeEntry } from "../domain/entry.ts";
import type { StoreUnavailable } from "../domain/errors.ts";
import type { IdempotencyKey } from "../domain/idempotency.ts";
import type { Portfolio } from "../domain/portfolio.ts";
import type { Instant } from "../domain/time.ts";

/** Another writer has an entry at this `seq`, or one under this idempotency key. Nothing was appended. */
export type Conflict = { readonly kind: "Conflict" };

/** Entries below `before` (all, when left out), newest first, at most `limit`. */
export type EntriesQuery = { readonly accountId: AccountId; readonly before?: number; readonly limit: number };

/** Entries above `after`, oldest first, at most `limit`. */
export type TailQuery = { readonly accountId: AccountId; readonly after: number; readonly limit: number };

/**
 * Every account's entries, for ever. Promises:
 *
 * 1. What `append` acknowledged is there from then on, once, unchanged, also after a crash.
 * 2. Of any number of appends at one `seq` of one account exactly one succeeds; the others answer Conflict.
 * 3. An append that would leave a gap answers Conflict; so does one whose idempotency key the account already has.
 *    Other accounts may use the same key.
 * 4. `portfolio` answers what the account's entries add up to, or, with `at`, those that had happened by then, as their
 *    last rows say; an account with none is empty.
 * 5. `entries` and `trades` answer newest first, below `before`, at most `limit`, and never another account's; `tail`
 *    answers oldest first, above `after`.
 * 6. `entry` and `entryByKey` answer the very entry that was appended, or null.
 * 7. An append that fails as StoreUnavailable may or may not be there later; it is there whole or not at all.
 * 8. Entries appended together are one append: if any of them conflicts, or one does not follow the other, or two have
 *    one key, the answer is Conflict and none of them is there.
 */
export interface Ledger {
  append(entries: ConsecutiveEntries): ResultAsync<void, Conflict | StoreUnavailable>;
  portfolio(accountId: AccountId, at?: Instant): ResultAsync<Portfolio, StoreUnavailable>;
  entries(query: EntriesQuery): ResultAsync<readonly Entry[], StoreUnavailable>;
  trades(query: EntriesQuery): ResultAsync<readonly TradeEntry[], StoreUnavailable>;
  tail(query: TailQuery): ResultAsync<readonly Entry[], StoreUnavailable>;
  entry(accountId: AccountId, seq: number): ResultAsync<Entry | null, StoreUnavailable>;
  entryByKey(accountId: AccountId, key: IdempotencyKey): ResultAsync<Entry | null, StoreUnavailable>;
}
