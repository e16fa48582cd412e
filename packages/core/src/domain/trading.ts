import { err, ok, type Result } from "neverthrow";
import { balanceAfter, following, spend } from "./cash.ts";
import type { TradeDraft } from "./entry.ts";
import type { InsufficientCash, InsufficientShares, LimitExceeded } from "./errors.ts";
import { add, MAX_REALISED_GAIN, money, negate, proportion, subtract, ZERO, type Money } from "./money.ts";
import type { Holding, Portfolio } from "./portfolio.ts";
import { MAX_SHARES, MAX_STOCKS, type Quantity } from "./quantity.ts";
import { quoteOf, type Quote } from "./quote.ts";
import type { Instant } from "./time.ts";

/** An order about to be filled: so many shares, at this quote, now. */
export type Fill = { readonly quantity: Quantity; readonly quote: Quote; readonly now: Instant };

export function buy(portfolio: Portfolio, fill: Fill): Result<TradeDraft, InsufficientCash | LimitExceeded> {
  const { quantity, quote, now } = fill;
  const cost = worth(fill);
  const held = holdingOf(portfolio, fill);
  return roomFor(portfolio, held, quantity)
    .andThen(() => spend(portfolio, cost))
    .map((balance): TradeDraft => ({
      ...following(portfolio, now),
      status: "BUYING-SHARES",
      amount: negate(cost),
      balance,
      realisedGainAfter: portfolio.realisedGain,
      trade: {
        quantity,
        quote: quoteOf(quote),
        realisedGain: null,
        quantityAfter: held.quantity + quantity,
        costAfter: add(held.cost, cost),
      },
    }));
}

/** A sale takes its share of the cost with it, so the last share sold takes exactly what is left. */
export function sell(portfolio: Portfolio, fill: Fill): Result<TradeDraft, InsufficientShares | LimitExceeded> {
  const { quantity, quote, now } = fill;
  const { ticker } = quote;
  const held = holdingOf(portfolio, fill);
  if (held.quantity < quantity) {
    return err({ kind: "InsufficientShares", ticker, held: held.quantity, asked: quantity });
  }
  const proceeds = worth(fill);
  const costSold = proportion(held.cost, quantity, held.quantity);
  const realisedGain = subtract(proceeds, costSold);
  return balanceAfter(portfolio, proceeds).andThen((balance) =>
    realisedAfter(portfolio, realisedGain).map((realisedGainAfter): TradeDraft => ({
      ...following(portfolio, now),
      status: "SELLING-SHARES",
      amount: proceeds,
      balance,
      realisedGainAfter,
      trade: {
        quantity,
        quote: quoteOf(quote),
        realisedGain,
        quantityAfter: held.quantity - quantity,
        costAfter: subtract(held.cost, costSold),
      },
    })),
  );
}

function worth({ quote, quantity }: Fill): Money {
  return money(quote.price * BigInt(quantity));
}

function holdingOf(portfolio: Portfolio, { quote: { ticker } }: Fill): Holding {
  return portfolio.holdings.get(ticker) ?? { ticker, quantity: 0, cost: ZERO };
}

function roomFor(portfolio: Portfolio, held: Holding, quantity: Quantity): Result<void, LimitExceeded> {
  if (held.quantity + quantity > MAX_SHARES) {
    return err({ kind: "LimitExceeded", limit: "shares-of-one-stock", maximum: MAX_SHARES });
  }
  if (held.quantity === 0 && portfolio.holdings.size >= MAX_STOCKS) {
    return err({ kind: "LimitExceeded", limit: "stocks-held", maximum: MAX_STOCKS });
  }
  return ok();
}

function realisedAfter(portfolio: Portfolio, gain: Money): Result<Money, LimitExceeded> {
  const total = add(portfolio.realisedGain, gain);
  const size = total < 0n ? negate(total) : total;
  return size > MAX_REALISED_GAIN
    ? err({ kind: "LimitExceeded", limit: "realised-gain", maximum: MAX_REALISED_GAIN })
    : ok(total);
}
