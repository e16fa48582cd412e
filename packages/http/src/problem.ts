import { formatMoney, type FieldProblem, type Money, type StoreUnavailable } from "@bourse/core";
import { Result, ResultAsync } from "neverthrow";
import { counted, dollars, grouped } from "./amounts.ts";
import type { Catalogue, Failure, FailureKind } from "./problems/failure.ts";
import { OF_PEOPLE } from "./problems/of-people.ts";
import { OF_REQUESTS } from "./problems/of-requests.ts";
import { OF_TRADING } from "./problems/of-trading.ts";

/** Every failure's status, stable code and all that is said of it. A new error does not compile until it stands here. */
export const PROBLEMS: Catalogue<FailureKind> = { ...OF_REQUESTS, ...OF_PEOPLE, ...OF_TRADING };

/** Seconds after which asking again makes sense, where the failure does not say. */
const RETRY_SOON = 1;

export type Problem = {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
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

/** What a request was, as far as its problem tells of it. */
export type Asked = {
  /** A route's own names for the core's fields. */
  readonly rename?: Readonly<Record<string, string>> | undefined;
  /** It can have changed nothing. */
  readonly isReading?: boolean;
};

/** An RFC 9457 problem. */
export function problemOf(failure: Failure, { rename = {}, isReading = false }: Asked = {}): Problem {
  const { kind, ...facts } = failure;
  const { title, status, code } = PROBLEMS[kind];
  const problem = { type: `urn:bourse:problem:${code}`, title, status, code };
  if ("problems" in failure) {
    const errors = failure.problems.map((given) => renamed(given, rename));
    return { ...problem, detail: errors.map(({ message }) => message).join(" "), errors };
  }
  const told = Object.entries(facts)
    .filter(([name]) => name !== "cause")
    .map(([name, fact]) => [name, typeof fact === "bigint" ? formatMoney(fact as Money) : fact]);
  return { ...problem, detail: detailOf(failure, isReading), ...Object.fromEntries(told) };
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

function detailOf(failure: Exclude<Failure, { problems: unknown }>, isReading: boolean): string {
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
      return STORE_DETAILS[failure.reason ?? (isReading ? "unread" : "unknown")];
    case "UnderAge":
      return `The holder must be at least ${failure.minimumAge} years old.`;
    default:
      return PROBLEMS[failure.kind].title;
  }
}

const STORE_DETAILS: Record<NonNullable<StoreUnavailable["reason"]> | "unknown" | "unread", string> = {
  busy: "Too much is happening in the store; nothing was done.",
  "disk-full": "The disk is full; nothing was done. It will work again once there is room.",
  "disk-failed":
    "The disk has failed, and nothing more is written until the server is started again; nothing was done.",
  unread: "What was asked for could not be read: ask again.",
  unknown: "What was asked may or may not have happened: ask again with the same idempotency key.",
};

/** Whole seconds as people say them, never less than they are. */
function timeOf(seconds: number): string {
  return seconds < 120 ? counted(seconds, "second") : counted(Math.ceil(seconds / 60), "minute");
}
