import { err, errAsync, ok, type Result, type ResultAsync } from "neverthrow";
import type { AccountId } from "../domain/account.ts";
import type { QuoteUnavailable, StoreUnavailable, TickerDelisted, TickerNotFound } from "../domain/errors.ts";
import { freshnessOf, isTradable, type Quote } from "../domain/quote.ts";
import type { Ticker } from "../domain/ticker.ts";
import type { Instant } from "../domain/time.ts";
import type { Portfolios } from "../ports/portfolios.ts";
import type { QuoteSource } from "../ports/quote-source.ts";
import { marketAt, type MarketNeeds } from "./market.ts";

export type TradeQuoteError = QuoteUnavailable | StoreUnavailable | TickerDelisted | TickerNotFound;

export type TradeQuoteNeeds = MarketNeeds & { readonly portfolios: Portfolios; readonly quotes: QuoteSource };

const TRY_A_STALE_QUOTE_AGAIN = 60;

/** A quote for a trade of the account: of this ticker. Whether the trade may fill on it is told when it fills. */
export function tradeQuote(
  needs: TradeQuoteNeeds,
  accountId: AccountId,
  ticker: Ticker,
): ResultAsync<Quote, TradeQuoteError> {
  return needs.quotes
    .latest(ticker, "trade")
    .andThen((quote) =>
      quote.ticker === ticker ? ok(quote) : err(unavailable(ticker, "the source answered for another stock")),
    )
    .orElse((error) => {
      if (error.kind !== "TickerNotFound") return errAsync(error);
      return needs.portfolios
        .find(accountId)
        .andThen(({ holdings }) => err(holdings.has(ticker) ? { kind: "TickerDelisted" as const, ticker } : error));
    });
}

/** The quote and the time that a trade fills at, if it may: what was fresh when it came may be stale by then. */
export function fillingOn(
  { calendar, clock, maxQuoteAge }: MarketNeeds,
  quote: Quote,
): Result<{ readonly quote: Quote; readonly now: Instant }, QuoteUnavailable> {
  const now = clock.now();
  const isStale = !isTradable(freshnessOf(quote, marketAt(calendar, now, maxQuoteAge)));
  return isStale ? err(unavailable(quote.ticker, "the last price is too old")) : ok({ quote, now });
}

function unavailable(ticker: Ticker, reason: string): QuoteUnavailable {
  return { kind: "QuoteUnavailable", ticker, reason, retryAfter: TRY_A_STALE_QUOTE_AGAIN };
}
