import type { Clock, Quote, QuoteOutcome, QuoteSource, Ticker } from "@bourse/core";
import { ResultAsync } from "neverthrow";
import { decodeAnswer, decodeGlobalQuote } from "./decode.ts";
import { failureFor } from "./failure.ts";
import { request, type AlphaVantageRequest } from "./request.ts";

export type AlphaVantageOptions = {
  readonly apiKey: string;
  /** Where the API answers; Alpha Vantage's own address when left out. */
  readonly url?: string;
  readonly clock: Clock;
  /** How long one answer may take, in milliseconds; 5000 when left out. */
  readonly timeout?: number;
  /** Called once for each outbound request, for the log. */
  readonly onRequest?: (request: AlphaVantageRequest) => void;
};

/**
 * Prices from Alpha Vantage (https://www.alphavantage.co/documentation/), a GLOBAL_QUOTE request each. Without an
 * entitlement they are the last day's: the quote's trading day says which.
 *
 * TickerNotFound when it says that it knows no such symbol. QuoteUnavailable for everything else that is not a price
 * for the very ticker that was asked for: a refusal, a fault, an answer that makes no sense.
 */
export function alphaVantageQuotes(options: AlphaVantageOptions): QuoteSource {
  const { apiKey, url = "https://www.alphavantage.co/query", clock, timeout = 5000, onRequest } = options;
  const latest: QuoteSource["latest"] = (ticker) =>
    new ResultAsync(request({ apiKey, url, timeout, onRequest }, "GLOBAL_QUOTE", ticker))
      .andThen(decodeAnswer)
      .andThen((body) => decodeGlobalQuote(body, ticker))
      .map((decoded): Quote => ({ ticker, ...decoded, fetchedAt: clock.now(), source: "alpha-vantage" }))
      .mapErr((failure) => failureFor(ticker, failure));
  return { latest, latestOf: (tickers) => oneAfterAnother(new Set(tickers), latest) };
}

/** A free key may ask once a second, so that asking side by side would only be refused. */
async function oneAfterAnother(
  tickers: ReadonlySet<Ticker>,
  latest: QuoteSource["latest"],
): Promise<ReadonlyMap<Ticker, QuoteOutcome>> {
  const outcomes = new Map<Ticker, QuoteOutcome>();
  for (const ticker of tickers) outcomes.set(ticker, await latest(ticker));
  return outcomes;
}
