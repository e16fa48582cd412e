import { err, ok, safeTry, type Result, type ResultAsync } from "neverthrow";
import {
  parseBirthDate,
  parseEmail,
  parseName,
  parseUsername,
  type Account,
  type AccountId,
} from "../domain/account.ts";
import type {
  AccountNotFound,
  EmailBlacklisted,
  EmailTaken,
  StoreUnavailable,
  UnderAge,
  UsernameTaken,
} from "../domain/errors.ts";
import { invalid, type InvalidInput } from "../domain/invalid.ts";
import type { LocalDate } from "../domain/time.ts";
import type { AccountChanges, Accounts } from "../ports/accounts.ts";
import type { Clock } from "../ports/clock.ts";
import type { PasswordResets } from "../ports/password-resets.ts";
import { alone, type AloneNeeds } from "./alone.ts";
import { allOf } from "./all-of.ts";
import { freeNames } from "./free-names.ts";
import { ofAge } from "./open-account.ts";
import { unsettled } from "./unsettled.ts";

/** A field left out stays as it is; a null name is taken away. */
export type AmendDetails = {
  readonly accountId: AccountId;
  readonly username?: string | undefined;
  readonly email?: string | undefined;
  readonly name?: string | null | undefined;
  readonly dateOfBirth?: string | undefined;
};

export type AmendDetailsError =
  | AccountNotFound
  | EmailBlacklisted
  | EmailTaken
  | InvalidInput
  | StoreUnavailable
  | UnderAge
  | UsernameTaken;

export type AmendDetailsNeeds = AloneNeeds & {
  readonly accounts: Accounts;
  readonly resets: PasswordResets;
  readonly clock: Clock;
  /** In whole years; 0 turns the rule off. */
  readonly minimumAge: number;
};

/** Details are held to the rules of opening an account, the minimum age too. */
export function amendDetails(needs: AmendDetailsNeeds, command: AmendDetails): ResultAsync<Account, AmendDetailsError> {
  return safeTry(async function* () {
    const { accountId, ...given } = command;
    if (Object.values(given).every((value) => value === undefined)) {
      return err(invalid("body", "not-empty", "body must name at least one detail to amend."));
    }
    const changes = yield* parseChanges(given, needs.clock.today());
    yield* ofAge(changes.dateOfBirth ?? null, needs);
    if (changes.email === undefined) return needs.accounts.amend(accountId, changes);
    return alone(needs, accountId, () => amendedWithEmail(needs, accountId, changes));
  });
}

/**
 * A reset was mailed to the e-mail that was, and is not to be used by whoever reads that from now on. It is dropped
 * before the change, lest a crash leave it, and after it too, for one that another process has added.
 */
function amendedWithEmail(
  { accounts, resets }: AmendDetailsNeeds,
  accountId: AccountId,
  changes: AccountChanges,
): ReturnType<Accounts["amend"]> {
  return safeTry(async function* () {
    // What is refused is to leave a reset that was mailed.
    yield* await freeNames(accounts, changes, accountId);
    yield* await resets.drop(accountId);
    const account = yield* await accounts.amend(accountId, changes).mapErr(unsettled);
    yield* await resets.drop(accountId).mapErr(unsettled);
    return ok(account);
  });
}

function parseChanges(given: Omit<AmendDetails, "accountId">, today: LocalDate): Result<AccountChanges, InvalidInput> {
  return allOf([
    optional(given.username, parseUsername),
    optional(given.email, parseEmail),
    given.name === null ? ok(null) : optional(given.name, parseName),
    optional(given.dateOfBirth, (text) => parseBirthDate(text, today)),
  ]).map(([username, email, name, dateOfBirth]) => ({
    ...(username !== undefined && { username }),
    ...(email !== undefined && { email }),
    ...(name !== undefined && { name }),
    ...(dateOfBirth !== undefined && { dateOfBirth }),
  }));
}

function optional<Value>(
  text: string | undefined,
  parse: (text: string) => Result<Value, InvalidInput>,
): Result<Value | undefined, InvalidInput> {
  return text === undefined ? ok(undefined) : parse(text);
}
