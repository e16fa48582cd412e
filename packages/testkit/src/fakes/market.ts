import {
  instant,
  type Clock,
  type Money,
  type Quote,
  type QuoteOutcome,
  type QuoteSource,
  type StockDirectory,
  type StockProfile,
  type Ticker,
} from "@bourse/core";
import { err, ok } from "neverthrow";
import { moneyOf, tickerOf } from "../builders.ts";
import { utcDay } from "./clock.ts";
import { later, turn } from "./later.ts";

/** A market that does what it is told: prices, and everything that can go wrong with them. */
export type ManualMarket = QuoteSource &
  StockDirectory & {
    /** Lists the ticker, or moves its price; every quote is fetched now, and any failure is over. */
    readonly set: (ticker: string, price: string) => Ticker;
    /** The market no longer knows the ticker. */
    readonly delist: (ticker: string) => void;
    /** The ticker's price cannot be learnt, until it is set again. `retryAfter` is in seconds. */
    readonly fail: (ticker: string, retryAfter?: number) => void;
    /** The ticker's quotes are so many seconds old, until it is set again. */
    readonly age: (ticker: string, seconds: number) => void;
    /** How many quotes have been asked for. */
    readonly asked: () => number;
  };

type Listing = { readonly price: Money; readonly age: number; readonly retryAfter: number | null };

export function manualMarket(clock: Clock): ManualMarket {
  const listings = new Map<Ticker, Listing>();
  let asked = 0;
  const relist = (text: string, given: Partial<Listing>): Ticker => {
    const ticker = tickerOf(text);
    const before = listings.get(ticker) ?? { price: moneyOf("1.00"), age: 0, retryAfter: null };
    listings.set(ticker, { ...before, ...given });
    return ticker;
  };
  const outcome = (ticker: Ticker): QuoteOutcome => {
    asked += 1;
    const listing = listings.get(ticker);
    if (!listing) return err({ kind: "TickerNotFound", ticker });
    const { retryAfter } = listing;
    if (retryAfter === null) return ok(quoteFrom(ticker, listing, clock));
    return err({ kind: "QuoteUnavailable", ticker, reason: "the market was told to fail", retryAfter });
  };
  return {
    latest: (ticker) => later(() => outcome(ticker)),
    latestOf: async (tickers) => {
      await turn();
      return new Map(tickers.map((ticker) => [ticker, outcome(ticker)]));
    },
    profile: async (ticker): Promise<StockProfile | null> => {
      await turn();
      return listings.has(ticker) ? { ticker, name: `${ticker} Inc.`, exchange: "NASDAQ" } : null;
    },
    set: (ticker, price) => relist(ticker, { price: moneyOf(price), age: 0, retryAfter: null }),
    delist: (ticker) => {
      listings.delete(tickerOf(ticker));
    },
    fail: (ticker, retryAfter = 60) => {
      relist(ticker, { retryAfter });
    },
    age: (ticker, seconds) => {
      relist(ticker, { age: seconds });
    },
    asked: () => asked,
  };
}

function quoteFrom(ticker: Ticker, { price, age }: Listing, clock: Clock): Quote {
  const fetchedAt = instant(clock.now() - age * 1000);
  return { ticker, price, tradingDay: utcDay(fetchedAt), fetchedAt, source: "manual" };
}
