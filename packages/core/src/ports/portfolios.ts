import type { Result, ResultAsync } from "neverthrow";
import type { AccountId } from "../domain/account.ts";
import type { EntryDraft, Recorded } from "../domain/entry.ts";
import type { Contended, KeyReused, StoreUnavailable } from "../domain/errors.ts";
import type { KeyedRequest } from "../domain/idempotency.ts";
import type { Portfolio } from "../domain/portfolio.ts";

/**
 * The portfolios that use cases read and change; what they say is what the ledger holds. Promises:
 *
 * 1. `decide` sees the portfolio as every acknowledged change left it, and its draft follows that portfolio: of racing
 *    changes to one account none is lost and none is built on a stale one.
 * 2. When `decide` answers an error, that error comes back and nothing has changed.
 * 3. `find` never shows what a crash could take back: a change is seen only once the ledger has it.
 * 4. Changes to one account wait for one another; they do not hold up another account's.
 * 5. One request key makes one entry per account, however many calls carry it, at once or later; every call gets
 *    that entry, all but one marked replayed. Another command under the key answers KeyReused and changes nothing.
 * 6. After StoreUnavailable the change may have happened, or may happen yet: the same key then answers it, or makes it,
 *    never twice, and `find` shows what it has answered. Changes that waited together may fail together; none that waits
 *    behind a failure fails with it.
 * 7. `decide` may run more than once, so it must be pure. Too much contention answers Contended, and nothing was done.
 */
export interface Portfolios {
  find(accountId: AccountId): ResultAsync<Portfolio, StoreUnavailable>;
  change<E>(
    accountId: AccountId,
    request: KeyedRequest | null,
    decide: (portfolio: Portfolio) => Result<EntryDraft, E>,
  ): ResultAsync<Recorded, Contended | E | KeyReused | StoreUnavailable>;
  /** What the request made earlier, marked replayed; null when nothing, and always for no request. */
  recall(
    accountId: AccountId,
    request: KeyedRequest | null,
  ): ResultAsync<Recorded | null, KeyReused | StoreUnavailable>;
}
