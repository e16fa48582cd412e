import { err, ok, type Result } from "neverthrow";
import type { Brand } from "./brand.ts";
import { invalid, type InvalidInput } from "./invalid.ts";
import { parseText } from "./text.ts";
import { parseLocalDate, type Instant, type LocalDate } from "./time.ts";

export type AccountId = Brand<string, "AccountId">;
export type SessionId = Brand<string, "SessionId">;
export type Username = Brand<string, "Username">;
export type Email = Brand<string, "Email">;
export type Password = Brand<string, "Password">;
/** What a username or an e-mail is compared by: usernames are unique without regard to case or Unicode form. */
export type LoginName = Brand<string, "LoginName">;

/** One person's record. The money and shares under its id are the portfolio's. */
export type Account = {
  readonly id: AccountId;
  readonly username: Username;
  readonly email: Email;
  readonly name: string | null;
  /** null only where the brokerage asks no minimum age. */
  readonly dateOfBirth: LocalDate | null;
  readonly blacklisted: boolean;
  readonly openedAt: Instant;
};

/** One sign-in. */
export type Session = {
  readonly id: SessionId;
  readonly accountId: AccountId;
  readonly startedAt: Instant;
  readonly expiresAt: Instant;
};

/**
 * Lower case by way of upper case, since that alone makes one of letters that share a capital ("σ" and "ς", "ß" and
 * "ss"). NFKC comes before and after, since changing case can leave a form that NFKC changes again.
 */
export function loginName(text: string): LoginName {
  const folded = text.normalize("NFKC").toLowerCase().toUpperCase().toLowerCase();
  return folded.normalize("NFKC") as LoginName;
}

/** What shows nothing where it stands: two names that differ by it alone look alike. Some are letters and marks. */
const INVISIBLE = /[\p{C}\p{Default_Ignorable_Code_Point}]/u;
const USERNAME_TEXT = /^[\p{L}\p{N}][\p{L}\p{M}\p{N}._-]{2,31}$/u;

/** 3 to 32 letters, digits, dots, dashes and underscores. Never an `@`, so that no username reads as an e-mail. */
export function parseUsername(text: string, field = "username"): Result<Username, InvalidInput> {
  return parseText(text, field).andThen((written) => {
    const username = written.normalize("NFC");
    const isGood = [username, loginName(username)].every((name) => USERNAME_TEXT.test(name) && !INVISIBLE.test(name));
    if (isGood) return ok(username as Username);
    const message = `${field} must be 3 to 32 letters, digits, dots, dashes or underscores, and begin with a letter or digit.`;
    return err(invalid(field, "username", message));
  });
}

const EMAIL_TEXT = /^([^@]{1,64})@([^@]+)$/u;
/**
 * What stands between the dots before the `@`: an atom (RFC 5322, 3.2.3), letters beyond ASCII too (RFC 6531). Quoted
 * ones are left out, since much that sends mail takes none of them.
 */
const LOCAL_ATOM = /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+$/u;
/** What stands between the dots of a domain (RFC 1123, 2.1). */
const DOMAIN_LABEL = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/;

/**
 * The domain must be ASCII, as name servers know it and browsers send it: Unicode has many ways to write one domain, so
 * that one mailbox would be many e-mails. 254 is the longest an address can be (RFC 5321).
 */
export function parseEmail(text: string, field = "email"): Result<Email, InvalidInput> {
  return parseText(text, field).andThen((written) => {
    const email = written.normalize("NFC");
    const [, local = "", domain = ""] = EMAIL_TEXT.exec(email) ?? [];
    const isLocal = local.split(".").every((atom) => LOCAL_ATOM.test(atom)) && !INVISIBLE.test(local);
    if (!isLocal || email.length > 254) {
      return err(invalid(field, "email", `${field} must be an e-mail address, such as ada@example.com.`));
    }
    const labels = domain.split(".");
    if (labels.length >= 2 && labels.every((label) => DOMAIN_LABEL.test(label))) return ok(email as Email);
    const rule =
      "have a domain of ASCII letters, digits, inner hyphens and dots, an international one in its xn-- form";
    return err(invalid(field, "email-domain", `${field} must ${rule}.`));
  });
}

const UNTYPABLE = /[\p{Cc}\p{Cs}]/u;

/**
 * Counted in characters as people count them; the bounds keep a hash's work bounded too. What no keyboard types is
 * refused: some hashes and encodings lose control characters and halves of characters.
 */
export function parsePassword(text: string, field = "password"): Result<Password, InvalidInput> {
  return parseText(text, field).andThen((written) => {
    const { length } = Array.from(written);
    if (length < 8 || length > 128) return err(invalid(field, "length", `${field} must be 8 to 128 characters.`));
    if (UNTYPABLE.test(written)) return err(invalid(field, "characters", `${field} must have no control characters.`));
    return ok(written as Password);
  });
}

const NAME_TEXT = /^[^\p{C}]{1,100}$/u;

export function parseName(text: string, field = "name"): Result<string, InvalidInput> {
  return parseText(text, field).andThen((written) => {
    const name = written.normalize("NFC").trim();
    if (NAME_TEXT.test(name)) return ok(name);
    return err(invalid(field, "name", `${field} must be 1 to 100 printable characters.`));
  });
}

const EARLIEST_BIRTH = "1900-01-01";

export function parseBirthDate(text: string, today: LocalDate, field = "dateOfBirth"): Result<LocalDate, InvalidInput> {
  return parseLocalDate(text, field).andThen((born) =>
    born >= EARLIEST_BIRTH && born <= today
      ? ok(born)
      : err(invalid(field, "birth-date", `${field} must be from ${EARLIEST_BIRTH} to today.`)),
  );
}
