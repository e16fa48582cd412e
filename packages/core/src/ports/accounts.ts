import type { ResultAsync } from "neverthrow";
import type { Account, AccountId, LoginName } from "../domain/account.ts";
import type {
  AccountNotFound,
  EmailBlacklisted,
  EmailTaken,
  StoreUnavailable,
  UsernameTaken,
} from "../domain/errors.ts";
import type { PasswordHash } from "./passwords.ts";

/** An account and what its password is checked against. */
export type Credentials = { readonly account: Account; readonly passwordHash: PasswordHash };

/** What a holder may amend. A field left out stays as it is. */
export type AccountChanges = Partial<Pick<Account, "dateOfBirth" | "email" | "name" | "username">>;

/**
 * The accounts that are open. Promises:
 *
 * 1. What `add` acknowledged, `find`, `findByEmail` and `credentialsFor` answer from then on, also after a restart.
 * 2. No two open accounts share a username or an e-mail, compared by `loginName`, however many are added at once.
 * 3. `credentialsFor` answers by username and by e-mail, in any case and Unicode form.
 * 4. `amend` changes what it is given and nothing else; a taken name changes nothing.
 * 5. `replacePassword` succeeds only while the hash is the one given: of two racing changes one wins, the other is told.
 * 6. `close` forgets the person: no look-up finds the account again, and its username and e-mail are free.
 * 7. An e-mail that an account has while it is blacklisted is refused to every other account, in any case and Unicode
 *    form, also after the account has changed its e-mail or was closed, until it is reinstated.
 * 8. The operations on an unknown or closed id answer null or AccountNotFound and change nothing.
 */
export interface Accounts {
  add(
    account: Account,
    passwordHash: PasswordHash,
  ): ResultAsync<void, EmailBlacklisted | EmailTaken | StoreUnavailable | UsernameTaken>;
  find(id: AccountId): ResultAsync<Account | null, StoreUnavailable>;
  findByEmail(email: LoginName): ResultAsync<Account | null, StoreUnavailable>;
  /** By username or e-mail; an e-mail is told by its `@`, which no username has. */
  credentialsFor(login: LoginName): ResultAsync<Credentials | null, StoreUnavailable>;
  credentialsOf(id: AccountId): ResultAsync<Credentials | null, StoreUnavailable>;
  amend(
    id: AccountId,
    changes: AccountChanges,
  ): ResultAsync<Account, AccountNotFound | EmailBlacklisted | EmailTaken | StoreUnavailable | UsernameTaken>;
  /** True when `current` was still the account's hash, and so was replaced by `next`. */
  replacePassword(id: AccountId, current: PasswordHash, next: PasswordHash): ResultAsync<boolean, StoreUnavailable>;
  setBlacklisted(id: AccountId, blacklisted: boolean): ResultAsync<Account, AccountNotFound | StoreUnavailable>;
  close(id: AccountId): ResultAsync<void, AccountNotFound | StoreUnavailable>;
}
