import { limitReached, unusable, type Failure } from "../failure.ts";

/** What a refusal means. Every refusal arrives with HTTP status 200, so its words are all there is to tell it by. */
export type Refusal =
  | "too-fast"
  | "too-fast-paid"
  | "minute-limit"
  | "volume"
  | "day-quota"
  | "day-quota-older"
  | "combined-limit"
  | "call-frequency"
  | "premium-endpoint"
  | "premium-parameter"
  | "not-entitled"
  | "demo-key"
  | "no-key"
  | "no-such-function"
  | "invalid-call"
  | "unknown-notice";

/**
 * A part of each text that tells it from those after it, in lower case. Gathered from recorded answers; the order is
 * the point: the first text also speaks of "25 requests per day" and of "premium", and read as the day's quota it
 * would turn a second's haste into a lost day.
 */
const TELLS: readonly (readonly [Refusal, string])[] = [
  ["too-fast", "spreading out your free api requests"],
  ["too-fast-paid", "burst pattern detected"],
  ["minute-limit", "minute-level rate limit"],
  ["volume", "targeting a higher api call volume"],
  ["day-quota", "we have detected your api key"],
  ["day-quota-older", "our standard api rate limit is"],
  ["combined-limit", "our standard api call frequency is"],
  ["call-frequency", "optimizing your api call frequency"],
  ["premium-endpoint", "this is a premium endpoint"],
  ["premium-parameter", "is a premium feature"],
  ["not-entitled", "not yet entitled"],
  ["demo-key", "the **demo** api key"],
  ["no-key", "apikey is invalid or missing"],
  ["no-such-function", "this api function"],
  ["invalid-call", "invalid api call"],
];

/** The key a notice is under proves nothing: the same text has come under each of them. */
const NOTICE_KEYS = ["Error Message", "Information", "Note"];

/** The refusal that an answer is, or null when it carries no notice at all. */
export function refusalIn(body: Readonly<Record<string, unknown>>): Refusal | null {
  const notices = NOTICE_KEYS.filter((key) => Object.hasOwn(body, key)).map((key) => body[key]);
  if (notices.length === 0) return null;
  const text = notices
    .filter((notice) => typeof notice === "string")
    .join(" ")
    .replaceAll(/\s+/g, " ")
    .toLowerCase();
  return TELLS.find(([, tell]) => text.includes(tell))?.[0] ?? "unknown-notice";
}

const SECOND_LIMIT = limitReached("second", "prices were asked for too fast", 2);
const MINUTE_LIMIT = limitReached("minute", "the price source's limit per minute is reached", 60);
/** An hour, since the hour at which a day begins is not known: probing now and then finds it. */
const DAY_LIMIT = limitReached("day", "the price source's quota for the day is spent", 3600);
const PLAN = { reason: "the price source's plan does not include this", retryAfter: 3600 };
const NOT_IN_PLAN = { kind: "NotInPlan", ...PLAN } as const;
const KEY_REFUSED = unusable("the price source refuses its key", 3600);

/** What a refusal means for whoever asked. */
export const FAILURES: Readonly<Record<Refusal, Failure>> = {
  "too-fast": SECOND_LIMIT,
  "too-fast-paid": SECOND_LIMIT,
  "minute-limit": MINUTE_LIMIT,
  volume: MINUTE_LIMIT,
  "day-quota": DAY_LIMIT,
  "day-quota-older": DAY_LIMIT,
  "combined-limit": MINUTE_LIMIT,
  "call-frequency": MINUTE_LIMIT,
  "premium-endpoint": NOT_IN_PLAN,
  "premium-parameter": NOT_IN_PLAN,
  "not-entitled": { kind: "NotEntitled", ...PLAN },
  "demo-key": KEY_REFUSED,
  "no-key": KEY_REFUSED,
  "no-such-function": {
    kind: "NoSuchFunction",
    reason: "the price source does not know what it was asked",
    retryAfter: 3600,
  },
  "invalid-call": { kind: "Unknown" },
  "unknown-notice": unusable("the price source refused, for a reason it has not given before", 60),
};
