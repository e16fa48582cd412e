import { err, errAsync, ok, type ResultAsync } from "neverthrow";
import type { AccountId } from "../domain/account.ts";
import type { QuoteUnavailable, StoreUnavailable, TickerDelisted, TickerNotFound } from "../domain/errors.ts";
import { freshnessOf, isTradable, type Quote } from "../domain/quote.ts";
import type { Ticker } from "../domain/ticker.ts";
import type { Portfolios } from "../ports/portfolios.ts";
import type { QuoteSource } from "../ports/quote-source.ts";
import { marketNow, type MarketNeeds } from "./market.ts";

export type TradeQuoteError = QuoteUnavailable | StoreUnavailable | TickerDelisted | TickerNotFound;

export type TradeQuoteNeeds = MarketNeeds & { readonly portfolios: Portfolios; readonly quotes: QuoteSource };

const TRY_A_STALE_QUOTE_AGAIN = 60;

/** A quote that a trade of the account may fill on: of this ticker, and fresh. */
export function tradeQuote(
  needs: TradeQuoteNeeds,
  accountId: AccountId,
  ticker: Ticker,
): ResultAsync<Quote, TradeQuoteError> {
  const unavailable = (reason: string): QuoteUnavailable => ({
    kind: "QuoteUnavailable",
    ticker,
    reason,
    retryAfter: TRY_A_STALE_QUOTE_AGAIN,
  });
  return needs.quotes
    .latest(ticker, "trade")
    .andThen((quote) => {
      if (quote.ticker !== ticker) return err(unavailable("the source answered for another stock"));
      if (!isTradable(freshnessOf(quote, marketNow(needs)))) return err(unavailable("the last price is too old"));
      return ok(quote);
    })
    .orElse((error) => {
      if (error.kind !== "TickerNotFound") return errAsync(error);
      return needs.portfolios
        .find(accountId)
        .andThen(({ holdings }) => err(holdings.has(ticker) ? { kind: "TickerDelisted" as const, ticker } : error));
    });
}
