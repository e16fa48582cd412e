import type { ResultAsync } from "neverthrow";
import type { AccountId, Session, SessionId } from "../domain/account.ts";
import type { StoreUnavailable } from "../domain/errors.ts";

/**
 * Who is signed in. Promises:
 *
 * 1. A started session is found until it is ended, also after a restart; an unknown id is null.
 * 2. An ended session is never found again; ending one that is not there is no error.
 * 3. `endAll` ends every session of the account but the one to keep, and none of another account.
 * 4. `list` answers the account's sessions, the newest first, and none of another account.
 * 5. An account has at most MAX_SESSIONS sessions: starting one more ends the oldest.
 */
export interface Sessions {
  start(session: Session): ResultAsync<void, StoreUnavailable>;
  find(id: SessionId): ResultAsync<Session | null, StoreUnavailable>;
  list(accountId: AccountId): ResultAsync<readonly Session[], StoreUnavailable>;
  end(id: SessionId): ResultAsync<void, StoreUnavailable>;
  endAll(accountId: AccountId, keep?: SessionId): ResultAsync<void, StoreUnavailable>;
}

export const MAX_SESSIONS = 50;
