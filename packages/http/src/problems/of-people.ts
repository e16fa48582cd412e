import { Type } from "typebox";
import { retryAfter, SOON } from "./facts.ts";
import type { Catalogue } from "./failure.ts";

/** What may be wrong with who asks, who they say they are, and who they want to be. */
export const OF_PEOPLE: Catalogue<
  | "AccountBlacklisted"
  | "AccountNotFound"
  | "EmailBlacklisted"
  | "EmailTaken"
  | "NotSignedIn"
  | "PasswordsBusy"
  | "ResetNotFound"
  | "SessionEnded"
  | "SessionNotFound"
  | "TooManyAttempts"
  | "UnderAge"
  | "UsernameTaken"
  | "WrongCredentials"
  | "WrongPassword"
> = {
  NotSignedIn: {
    status: 401,
    code: "not-signed-in",
    title: "Sign in first.",
    means: "There is no token, or none that this server has given out and that is still good.",
    remedy: "Sign in, and send the token as `Authorization: Bearer …`.",
    facts: {},
    example: {},
  },
  SessionEnded: {
    status: 401,
    code: "session-ended",
    title: "This session has ended; sign in again.",
    means: "Somebody signed out, the password was changed, the account was closed, or the time is over.",
    remedy: "Sign in again.",
    facts: {},
    example: {},
  },
  WrongCredentials: {
    status: 401,
    code: "wrong-credentials",
    title: "The username or the password is wrong.",
    means: "Nobody has this name and this password; which of the two is wrong is not told.",
    remedy: "Let the person type them again; too many failures have to wait.",
    facts: {},
    example: {},
  },
  WrongPassword: {
    status: 403,
    code: "wrong-password",
    title: "The current password is wrong.",
    means: "A password is changed only by whoever knows the one before. Nothing was changed.",
    remedy: "Let the person type it again, or ask for a reset mail.",
    facts: {},
    example: {},
  },
  AccountBlacklisted: {
    status: 403,
    code: "account-blacklisted",
    title: "This account may look but not move cash or trade.",
    means: "An operator has blacklisted the account. Nothing was done.",
    remedy: "Ask whoever runs the server; another request is refused alike.",
    facts: {},
    example: {},
  },
  EmailBlacklisted: {
    status: 403,
    code: "email-blacklisted",
    title: "This e-mail is that of a blacklisted account.",
    means: "Whoever is blacklisted opens no other account, even once theirs is closed.",
    remedy: "Ask whoever runs the server.",
    facts: {},
    example: {},
  },
  AccountNotFound: {
    status: 404,
    code: "account-not-found",
    title: "There is no such account.",
    means: "No account has this id or e-mail, or it is somebody else's: the two are answered alike.",
    remedy: "Say `me` for your own.",
    facts: {},
    example: {},
  },
  ResetNotFound: {
    status: 404,
    code: "reset-not-found",
    title: "There is no such reset, or it is over; ask for another.",
    means: "The token was used, is older than ten minutes, or never was.",
    remedy: "Ask for another mail.",
    facts: {},
    example: {},
  },
  SessionNotFound: {
    status: 404,
    code: "session-not-found",
    title: "You have no such session.",
    means: "No session of yours has this id; it may have ended already.",
    remedy: "List your sessions.",
    facts: {},
    example: {},
  },
  UsernameTaken: {
    status: 409,
    code: "username-taken",
    title: "Someone has this username.",
    means: "Usernames are unique without regard to case. Nothing was changed.",
    remedy: "Let the person choose another.",
    facts: {},
    example: {},
  },
  EmailTaken: {
    status: 409,
    code: "email-taken",
    title: "Someone has this e-mail.",
    means: "An e-mail has one account. Nothing was changed.",
    remedy: "Sign in to that account, or take another e-mail.",
    facts: {},
    example: {},
  },
  UnderAge: {
    status: 422,
    code: "under-age",
    title: "The holder is too young.",
    means: "The date of birth makes the holder younger than `MINIMUM_AGE`.",
    remedy: "Ask again when the holder is `minimumAge` years old.",
    facts: { minimumAge: Type.Integer({ description: "The least age, in years." }) },
    example: { minimumAge: 21 },
  },
  TooManyAttempts: {
    status: 429,
    code: "too-many-attempts",
    title: "Too many attempts; nothing was tried.",
    means: "Too many sign-ins, password changes or reset mails, to this account or from this address.",
    remedy: "Wait for `retryAfter` seconds; each failure after that doubles the wait.",
    facts: { retryAfter },
    example: SOON,
  },
  PasswordsBusy: {
    status: 503,
    code: "passwords-busy",
    title: "Too many people are signing in; nothing was done.",
    means: "Checking a password takes much of a core, and as many as may wait for one do.",
    remedy: "Ask again after `retryAfter` seconds.",
    facts: { retryAfter },
    example: { retryAfter: 2 },
  },
};
