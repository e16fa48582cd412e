import {
  instant,
  MAX_MATCHES,
  nameOnly,
  parseTicker,
  type Clock,
  type DailyCloses,
  type LatestQuote,
  type LocalDate,
  type MarketCalendar,
  type Money,
  type QuoteOutcome,
  type QuoteSource,
  type StockDirectory,
  type StockMatch,
  type Ticker,
} from "@bourse/core";
import { err, ok } from "neverthrow";
import { dateOf, moneyOf, tickerOf } from "../builders.ts";
import { later, turn } from "./later.ts";

/** A market that does what it is told: prices, and everything that can go wrong with them. */
export type ManualMarket = DailyCloses &
  QuoteSource &
  StockDirectory & {
    /** Lists the ticker, or moves its price; every quote is fetched now, and any failure is over. */
    readonly set: (ticker: string, price: string) => Ticker;
    /** The market no longer knows the ticker. */
    readonly delist: (ticker: string) => void;
    /** The ticker's price cannot be learnt, until it is set again. `retryAfter` is in seconds. */
    readonly fail: (ticker: string, retryAfter?: number) => void;
    /** The ticker's quotes are so many seconds old, until it is set again. */
    readonly age: (ticker: string, seconds: number) => void;
    /** The ticker's quotes are of this day, until it is set again; of the session that has opened last when they are fetched until told. */
    readonly setTradingDay: (ticker: string, day: string) => void;
    /** What the close before the ticker's price was; not known until told. */
    readonly setPreviousClose: (ticker: string, price: string) => void;
    /** What the ticker ended a past day at. */
    readonly setClose: (ticker: string, day: string, price: string) => void;
    /** How many quotes have been asked for. */
    readonly asked: () => number;
  };

type Listing = {
  readonly price: Money;
  readonly previousClose: Money | null;
  readonly age: number;
  readonly tradingDay: LocalDate | null;
  readonly retryAfter: number | null;
};

const UNLISTED: Listing = { price: moneyOf("1.00"), previousClose: null, age: 0, tradingDay: null, retryAfter: null };

export function manualMarket(clock: Clock, calendar: MarketCalendar): ManualMarket {
  const listings = new Map<Ticker, Listing>();
  const closes = new Map<Ticker, Map<LocalDate, Money>>();
  let asked = 0;
  const relist = (text: string, given: Partial<Listing>): Ticker => {
    const ticker = tickerOf(text);
    const before = listings.get(ticker) ?? UNLISTED;
    listings.set(ticker, { ...before, ...given });
    return ticker;
  };
  const quoteFrom = (ticker: Ticker, { price, previousClose, age, tradingDay }: Listing): LatestQuote => {
    const fetchedAt = instant(clock.now() - age * 1000);
    const day = tradingDay ?? calendar.latest(fetchedAt).day;
    return { ticker, price, previousClose, tradingDay: day, fetchedAt, source: "manual" };
  };
  const outcomeOf = (ticker: Ticker): QuoteOutcome => {
    const listing = listings.get(ticker);
    if (!listing) return err({ kind: "TickerNotFound", ticker });
    const { retryAfter } = listing;
    if (retryAfter === null) return ok(quoteFrom(ticker, listing));
    return err({ kind: "QuoteUnavailable", ticker, reason: "the market was told to fail", retryAfter });
  };
  const outcome = (ticker: Ticker): QuoteOutcome => {
    asked += 1;
    return outcomeOf(ticker);
  };
  return {
    latest: (ticker) => later(() => outcome(ticker)),
    latestOf: async (tickers) => {
      await turn();
      return new Map(tickers.map((ticker) => [ticker, outcome(ticker)]));
    },
    profile: (ticker) => later(() => ok(listings.has(ticker) ? nameOnly(ticker, nameOf(ticker), "NASDAQ") : null)),
    search: (text) => later(() => ok(matches([...listings.keys()], text))),
    closes: (ticker, from, to) =>
      later(() => {
        const known = [...(closes.get(ticker) ?? [])].filter(([day]) => day >= from && day <= to);
        if (known.length > 0 || closes.has(ticker)) return ok(new Map(known));
        const current = outcomeOf(ticker);
        return current.isErr() ? err(current.error) : ok(new Map());
      }),
    set: (ticker, price) => relist(ticker, { price: moneyOf(price), age: 0, tradingDay: null, retryAfter: null }),
    delist: (ticker) => {
      listings.delete(tickerOf(ticker));
    },
    fail: (ticker, retryAfter = 60) => {
      relist(ticker, { retryAfter });
    },
    age: (ticker, seconds) => {
      relist(ticker, { age: seconds });
    },
    setTradingDay: (ticker, day) => {
      relist(ticker, { tradingDay: dateOf(day) });
    },
    setPreviousClose: (ticker, price) => {
      relist(ticker, { previousClose: moneyOf(price) });
    },
    setClose: (text, day, price) => {
      const ticker = tickerOf(text);
      closes.set(ticker, new Map([...(closes.get(ticker) ?? []), [dateOf(day), moneyOf(price)]]));
    },
    asked: () => asked,
  };
}

/** Those that hold the text in their ticker, the sooner the likelier, or else in their name. */
function matches(tickers: readonly Ticker[], text: string): readonly StockMatch[] {
  const wanted = parseTicker(text).unwrapOr(text.toUpperCase());
  return tickers
    .map((ticker) => ({ ticker, name: nameOf(ticker), exchange: "NASDAQ" }))
    .map((match) => ({ match, place: `${match.ticker} ${match.name.toUpperCase()}`.indexOf(wanted) }))
    .filter(({ place }) => place >= 0)
    .toSorted((a, b) => a.place - b.place || a.match.ticker.length - b.match.ticker.length)
    .slice(0, MAX_MATCHES)
    .map(({ match }) => match);
}

function nameOf(ticker: Ticker): string {
  return `${ticker} Inc.`;
}
