import type { QuoteUnavailable, Ticker, TickerNotFound } from "@bourse/core";

/** No usable answer. `reason` is a phrase of our own, never a part of what was received; `retryAfter` in whole seconds. */
export type Unusable = { readonly kind: "Unusable"; readonly reason: string; readonly retryAfter: number };

/** Alpha Vantage knows no such symbol. */
type Unknown = { readonly kind: "Unknown" };

export type Failure = Unknown | Unusable;

export function unusable(reason: string, retryAfter: number): Unusable {
  return { kind: "Unusable", reason, retryAfter };
}

/** The core's error for a failure that met this ticker. */
export function failureFor(ticker: Ticker, failure: Failure): QuoteUnavailable | TickerNotFound {
  if (failure.kind === "Unknown") return { kind: "TickerNotFound", ticker };
  const { reason, retryAfter } = failure;
  return { kind: "QuoteUnavailable", ticker, reason, retryAfter };
}
