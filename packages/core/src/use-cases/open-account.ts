import { err, ok, Result, safeTry, type ResultAsync } from "neverthrow";
import {
  parseBirthDate,
  parseEmail,
  parseName,
  parseUsername,
  type Account,
  type AccountId,
} from "../domain/account.ts";
import type {
  EmailBlacklisted,
  EmailTaken,
  PasswordsBusy,
  StoreUnavailable,
  UnderAge,
  UsernameTaken,
} from "../domain/errors.ts";
import { invalid, type InvalidInput } from "../domain/invalid.ts";
import { ageOn, type LocalDate } from "../domain/time.ts";
import type { Accounts } from "../ports/accounts.ts";
import type { Clock } from "../ports/clock.ts";
import type { Ids } from "../ports/ids.ts";
import type { Passwords } from "../ports/passwords.ts";
import { allOf } from "./all-of.ts";
import { freeNames } from "./free-names.ts";
import { parseConfirmation, parseNewPassword, type Confirmation, type NewPasswordNeeds } from "./new-password.ts";

export type OpenAccount = Confirmation & {
  readonly username: string;
  readonly email: string;
  readonly password: string;
  /** `YYYY-MM-DD`; needed unless the minimum age is 0. */
  readonly dateOfBirth?: string | undefined;
  readonly name?: string | undefined;
};

export type OpenAccountError =
  | EmailBlacklisted
  | EmailTaken
  | InvalidInput
  | PasswordsBusy
  | StoreUnavailable
  | UnderAge
  | UsernameTaken;

export type OpenAccountNeeds = NewPasswordNeeds & {
  readonly accounts: Accounts;
  readonly passwords: Passwords;
  readonly clock: Clock;
  readonly ids: Ids;
  /** In whole years; 0 turns the rule off. */
  readonly minimumAge: number;
};

/** Everyone of age may open an account; whatever can refuse them is looked at before the costly hash is made. */
export function openAccount(needs: OpenAccountNeeds, command: OpenAccount): ResultAsync<Account, OpenAccountError> {
  const { accounts, passwords, clock, ids } = needs;
  return safeTry(async function* () {
    const [username, email, password, dateOfBirth, name] = yield* allOf([
      parseUsername(command.username),
      parseEmail(command.email),
      parseNewPassword(needs, command.password),
      birthDate(needs, command.dateOfBirth),
      command.name === undefined ? ok(null) : parseName(command.name),
      parseConfirmation(command, command.password),
    ]);
    yield* ofAge(dateOfBirth, needs);
    yield* await freeNames(accounts, { username, email });
    const passwordHash = yield* await passwords.hash(password);
    const id = ids.next() as AccountId;
    const account = { id, username, email, name, dateOfBirth, blacklisted: false, openedAt: clock.now() };
    return accounts.add(account, passwordHash).map(() => account);
  });
}

function birthDate(needs: OpenAccountNeeds, text: string | undefined): Result<LocalDate | null, InvalidInput> {
  if (text !== undefined) return parseBirthDate(text, needs.clock.today());
  if (needs.minimumAge === 0) return ok(null);
  return err(invalid("dateOfBirth", "required", "dateOfBirth is needed: there is a minimum age."));
}

/** Age is asked of whoever gave a date; `birthDate` has refused those who had to and did not. */
export function ofAge(
  dateOfBirth: LocalDate | null,
  { clock, minimumAge }: Pick<OpenAccountNeeds, "clock" | "minimumAge">,
): Result<void, UnderAge> {
  const tooYoung = dateOfBirth !== null && ageOn(dateOfBirth, clock.today()) < minimumAge;
  return tooYoung ? err({ kind: "UnderAge", minimumAge }) : ok();
}
