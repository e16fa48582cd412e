import { formatMoney, type AppError, type FieldProblem, type Money, type StoreUnavailable } from "@bourse/core";
import { Result, ResultAsync } from "neverthrow";
import { counted, dollars, grouped } from "./amounts.ts";

/** What only the HTTP edge can find wrong. */
type EdgeError =
  | { readonly kind: "InvalidJson"; readonly problems: readonly FieldProblem[] }
  | { readonly kind: "BodyTooLarge"; readonly problems: readonly FieldProblem[] }
  | { readonly kind: "UnsupportedMediaType"; readonly problems: readonly FieldProblem[] }
  | { readonly kind: "NotSignedIn" }
  | { readonly kind: "CrossSite" }
  | { readonly kind: "TooManyRequests"; readonly retryAfter: number }
  | { readonly kind: "Overloaded"; readonly retryAfter: number }
  | { readonly kind: "RouteNotFound" }
  | { readonly kind: "Internal" }
  | { readonly kind: "BadRequest"; readonly problems: readonly FieldProblem[] };

export type Failure = AppError | EdgeError;
export type FailureKind = Failure["kind"];

type Shape = { readonly status: number; readonly code: string; readonly title: string };

/** Every failure's status and stable code. A new error does not compile until it stands here. */
export const PROBLEMS: Record<FailureKind, Shape> = {
  InvalidInput: { status: 400, code: "invalid-input", title: "Some of the input breaks a rule." },
  InvalidTicker: { status: 400, code: "invalid-ticker", title: "That is no US market symbol." },
  InvalidJson: { status: 400, code: "invalid-json", title: "The body is not acceptable JSON." },
  BadRequest: { status: 400, code: "bad-request", title: "The request cannot be read." },
  NotSignedIn: { status: 401, code: "not-signed-in", title: "Sign in first." },
  SessionEnded: { status: 401, code: "session-ended", title: "This session has ended; sign in again." },
  WrongCredentials: { status: 401, code: "wrong-credentials", title: "The username or the password is wrong." },
  WrongPassword: { status: 403, code: "wrong-password", title: "The current password is wrong." },
  AccountBlacklisted: {
    status: 403,
    code: "account-blacklisted",
    title: "This account may look but not move cash or trade.",
  },
  EmailBlacklisted: { status: 403, code: "email-blacklisted", title: "This e-mail is that of a blacklisted account." },
  CrossSite: { status: 403, code: "cross-site", title: "A cookie counts only for requests from this site." },
  AccountNotFound: { status: 404, code: "account-not-found", title: "There is no such account." },
  CashTransactionNotFound: {
    status: 404,
    code: "cash-transaction-not-found",
    title: "There is no such cash transaction.",
  },
  ResetNotFound: {
    status: 404,
    code: "reset-not-found",
    title: "There is no such reset, or it is over; ask for another.",
  },
  SessionNotFound: { status: 404, code: "session-not-found", title: "You have no such session." },
  TradeNotFound: { status: 404, code: "trade-not-found", title: "There is no such trade." },
  TickerNotFound: { status: 404, code: "ticker-not-found", title: "The market knows no such stock." },
  RouteNotFound: { status: 404, code: "route-not-found", title: "There is nothing here." },
  InsufficientCash: { status: 409, code: "insufficient-cash", title: "The account holds too little cash." },
  InsufficientShares: { status: 409, code: "insufficient-shares", title: "The account holds too few shares." },
  LimitExceeded: { status: 409, code: "limit-exceeded", title: "An account may not hold that much." },
  TickerDelisted: { status: 409, code: "ticker-delisted", title: "The market no longer trades this stock." },
  UsernameTaken: { status: 409, code: "username-taken", title: "Someone has this username." },
  EmailTaken: { status: 409, code: "email-taken", title: "Someone has this e-mail." },
  BodyTooLarge: { status: 413, code: "body-too-large", title: "The body is too large." },
  UnsupportedMediaType: { status: 415, code: "unsupported-media-type", title: "Send the body as application/json." },
  UnderAge: { status: 422, code: "under-age", title: "The holder is too young." },
  KeyReused: { status: 422, code: "idempotency-key-reused", title: "This idempotency key belongs to another command." },
  TooManyRequests: { status: 429, code: "too-many-requests", title: "Too many requests from this address." },
  TooManyAttempts: { status: 429, code: "too-many-attempts", title: "Too many attempts; nothing was tried." },
  Internal: { status: 500, code: "internal-error", title: "Something went wrong on our side." },
  Contended: { status: 503, code: "contended", title: "Too much is happening to this account; nothing was done." },
  Overloaded: { status: 503, code: "overloaded", title: "The server has too much to do; nothing was done." },
  PasswordsBusy: { status: 503, code: "passwords-busy", title: "Too many people are signing in; nothing was done." },
  QuoteUnavailable: { status: 503, code: "quote-unavailable", title: "There is no price to be had now." },
  SearchUnavailable: { status: 503, code: "search-unavailable", title: "Nothing can be searched for now." },
  StoreUnavailable: {
    status: 503,
    code: "store-unavailable",
    title: "The store failed; where nobody says that nothing was done, the same idempotency key settles what was.",
  },
};

/** Seconds after which asking again makes sense, where the failure does not say. */
const RETRY_SOON = 1;

export type Problem = Shape & {
  readonly type: string;
  readonly detail: string;
  readonly errors?: readonly FieldProblem[];
  readonly [fact: string]: unknown;
};

/** Thrown by a route, rendered by the server's error handler. */
export class ProblemError extends Error {
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(PROBLEMS[failure.kind].code);
    this.name = "ProblemError";
    this.failure = failure;
  }
}

/** The value, or the failure thrown for the error handler to render. */
export async function orProblem<Value>(outcome: Result<Value, Failure> | ResultAsync<Value, Failure>): Promise<Value> {
  const result = await outcome;
  if (result.isErr()) throw new ProblemError(result.error);
  return result.value;
}

/** An RFC 9457 problem. `rename` gives a route's own names to the core's fields. */
export function problemOf(failure: Failure, rename: Readonly<Record<string, string>> = {}): Problem {
  const { kind, ...facts } = failure;
  const shape = PROBLEMS[kind];
  const problem = { type: `urn:bourse:problem:${shape.code}`, ...shape };
  if ("problems" in failure) {
    const errors = failure.problems.map((given) => renamed(given, rename));
    return { ...problem, detail: errors.map(({ message }) => message).join(" "), errors };
  }
  const told = Object.entries(facts)
    .filter(([name]) => name !== "cause")
    .map(([name, fact]) => [name, typeof fact === "bigint" ? formatMoney(fact as Money) : fact]);
  return { ...problem, detail: detailOf(failure), ...Object.fromEntries(told) };
}

export function retryAfterOf(failure: Failure): number | undefined {
  if ("retryAfter" in failure) return failure.retryAfter;
  return PROBLEMS[failure.kind].status === 503 ? RETRY_SOON : undefined;
}

function renamed({ field, rule, message }: FieldProblem, rename: Readonly<Record<string, string>>): FieldProblem {
  // A caller may name a field as every object's own methods are named, or with the signs that `replace` reads.
  const name = (Object.hasOwn(rename, field) ? rename[field] : undefined) ?? field;
  return { field: name, rule, message: message.replace(field, () => name) };
}

function detailOf(failure: Exclude<Failure, { problems: unknown }>): string {
  switch (failure.kind) {
    case "InsufficientCash":
      return `The account holds ${dollars(failure.cash)}; this takes ${dollars(failure.cost)}.`;
    case "InsufficientShares":
      return `The account holds ${grouped(failure.held)} of ${failure.ticker}; this takes ${grouped(failure.asked)}.`;
    case "LimitExceeded": {
      const { limit, maximum } = failure;
      return `The limit for ${limit} is ${typeof maximum === "bigint" ? dollars(maximum) : grouped(maximum)}.`;
    }
    case "TickerNotFound":
      return `The market knows no stock ${failure.ticker}.`;
    case "TickerDelisted":
      return `The market no longer trades ${failure.ticker}; the account still holds it.`;
    case "QuoteUnavailable":
      return `No price for ${failure.ticker}: ${failure.reason}.`;
    case "SearchUnavailable":
      return `No search: ${failure.reason}.`;
    case "TooManyAttempts":
      return `Too many attempts; nothing was tried. The next may be made in ${timeOf(failure.retryAfter)}.`;
    case "StoreUnavailable":
      return STORE_DETAILS[failure.reason ?? "unknown"];
    case "UnderAge":
      return `The holder must be at least ${failure.minimumAge} years old.`;
    default:
      return PROBLEMS[failure.kind].title;
  }
}

const STORE_DETAILS: Record<NonNullable<StoreUnavailable["reason"]> | "unknown", string> = {
  busy: "Too much is happening in the store; nothing was done.",
  "disk-full": "The disk is full; nothing was done. It will work again once there is room.",
  "disk-failed":
    "The disk has failed, and nothing more is written until the server is started again; nothing was done.",
  unknown: "What was asked may or may not have happened: ask again with the same idempotency key.",
};

/** Whole seconds as people say them, never less than they are. */
function timeOf(seconds: number): string {
  return seconds < 120 ? counted(seconds, "second") : counted(Math.ceil(seconds / 60), "minute");
}
