import type { QuoteUnavailable, Ticker, TickerNotFound } from "@bourse/core";
import type { Limit } from "./budget.ts";

/** `reason` is a phrase of our own, never a part of what was received; `retryAfter` in whole seconds. */
type Told = { readonly reason: string; readonly retryAfter: number };

/** Alpha Vantage knows no such symbol. */
type Unknown = { readonly kind: "Unknown" };
/** No usable answer to this one question. */
export type Unusable = Told & { readonly kind: "Unusable" };
/** No answer of Alpha Vantage's at all. */
export type Unreachable = Told & { readonly kind: "Unreachable" };
export type LimitReached = Told & { readonly kind: "LimitReached"; readonly limit: Limit };
/** The key cannot have it; `NotEntitled` where asking without `entitlement` may still be answered. */
type NotHad = Told & { readonly kind: "NoSuchFunction" | "NotEntitled" | "NotInPlan" };

export type Failure = LimitReached | NotHad | Unknown | Unreachable | Unusable;

export function unusable(reason: string, retryAfter: number): Unusable {
  return { kind: "Unusable", reason, retryAfter };
}

export function unreachable(reason: string, retryAfter: number): Unreachable {
  return { kind: "Unreachable", reason, retryAfter };
}

export function limitReached(limit: Limit, reason: string, retryAfter: number): LimitReached {
  return { kind: "LimitReached", limit, reason, retryAfter };
}

/** Whether the next question would fare no better now. A second's limit is over when the budget lets the next one go. */
export function endsAll(failure: Failure): boolean {
  return failure.kind === "Unreachable" || (failure.kind === "LimitReached" && failure.limit !== "second");
}

/** The core's error for a failure that met this ticker. */
export function failureFor(ticker: Ticker, failure: Failure): QuoteUnavailable | TickerNotFound {
  if (failure.kind === "Unknown") return { kind: "TickerNotFound", ticker };
  const { reason, retryAfter } = failure;
  return { kind: "QuoteUnavailable", ticker, reason, retryAfter };
}
