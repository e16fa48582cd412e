import {
  marketAt,
  type Clock,
  type Market,
  type MarketCalendar,
  type Need,
  type QuoteOutcome,
  type QuoteSource,
  type StoreUnavailable,
  type Ticker,
} from "@bourse/core";
import { err, ResultAsync } from "neverthrow";
import { timer } from "../event-loop/index.ts";
import type { QuoteStore } from "../price-stores/index.ts";
import { inBatches, type AskFor } from "./batches.ts";
import { afterOutcome, byAge, hasFailed, isSettled, outcomeOf, unavailable, type Entry } from "./entry.ts";
import { singleFlights } from "./flights.ts";
import { knownEntries } from "./known-entries.ts";

/** Told which tickers are wanted and not there, so that whoever hands out requests knows which matter most. */
export type WantedTickers = {
  /** A look-up found nothing that may still be used. */
  readonly asked: (ticker: Ticker) => void;
  /** Somebody waits for an attempt to learn its price. */
  readonly awaited: (ticker: Ticker, need: Need) => void;
  /** An attempt to learn its price is over; `learnt` says whether it told anything. */
  readonly settled: (ticker: Ticker, learnt: boolean) => void;
};

export type QuoteCacheOptions = {
  readonly source: QuoteSource;
  /** What survives a restart. One store must not serve two different markets. */
  readonly store: QuoteStore;
  /** Whether others keep what they learn in the same store: then it is asked before the source is. Not, when left out. */
  readonly isShared?: boolean;
  readonly calendar: MarketCalendar;
  readonly clock: Clock;
  /** How old a quote may be while the market is open, in seconds. */
  readonly maxQuoteAge: number;
  /** How many tickers are kept in memory; the least recently used go first. 10 000 when left out. */
  readonly capacity?: number;
  /** How long a ticker that the market does not know is not asked for again, in seconds; a day when left out. */
  readonly unknownFor?: number;
  /** The same for one that had a quote before, so that no outage delists it for long; an hour when left out. */
  readonly doubtedFor?: number;
  /** How long a look or a valuation waits before it is answered the last known quote, in ms; 3000 when left out. */
  readonly patience?: number;
  /** Whether the source answers many tickers in one request; not, when left out. */
  readonly together?: boolean;
  /** Told what is wanted; the one that the request budget asks. */
  readonly demand?: WantedTickers;
  /** Resolves after so many milliseconds; by a timer, when left out. */
  readonly wait?: (milliseconds: number) => Promise<void>;
  /** Told when the store fails, which no caller ever is; it must not throw. */
  readonly onStoreFailure?: (failure: StoreUnavailable) => void;
};

const HOUR = 3600;
const TOO_MANY = { reason: "too many prices are being asked for", retryAfter: 5 };

/**
 * Quotes that are kept, and asked for again only when the core would call them stale: while the market is open after
 * `maxQuoteAge`, and once it has closed not before the next opening.
 *
 * However many want a ticker, one request is made for it. Its failure is remembered for as long as it says, for needs no
 * more urgent than the one it met. A failed or slow refresh answers a look or a valuation with the last known quote, and
 * a trade with QuoteUnavailable; the slow one goes on, and the next look sees it.
 */
export function cachedQuotes(options: QuoteCacheOptions): QuoteSource {
  const { source, store, calendar, clock, maxQuoteAge, demand, onStoreFailure } = options;
  const { isShared = false, capacity = 10_000, patience = 3000, wait = timer } = options;
  const belief = { unknownFor: options.unknownFor ?? 24 * HOUR, doubtedFor: options.doubtedFor ?? HOUR };
  const askFor: AskFor = options.together ? inBatches(source) : (ticker, need) => source.latest(ticker, need);
  const known = knownEntries({ store, capacity, isShared, onStoreFailure });
  const flights = singleFlights({ learn, patience, wait });

  const marketNow = (): Market => marketAt(calendar, clock.now(), maxQuoteAge);

  async function learn(before: Entry, need: Need): Promise<Entry> {
    const outcome = await askFor(before.ticker, need);
    const entry = afterOutcome(before, need, outcome, marketNow(), belief);
    demand?.settled(entry.ticker, entry.kept !== before.kept);
    await known.replace(before, entry);
    return entry;
  }

  async function lookUp(found: Entry, need: Need): Promise<QuoteOutcome> {
    const told = (entry: Entry): QuoteOutcome => outcomeOf(entry, need, marketNow(), belief);
    const { ticker } = found;
    if (isSettled(found, marketNow(), belief)) return told(found);
    const renewed = isShared ? await known.renewed(found) : found;
    // What has been learnt since it was found is newer.
    let entry = known.get(ticker) ?? renewed;
    if (!isSettled(entry, marketNow(), belief)) demand?.asked(ticker);
    for (;;) {
      if (isSettled(entry, marketNow(), belief) || hasFailed(entry, need, clock.now())) return told(entry);
      const flight = flights.board(entry, need);
      if (!flight) return err(unavailable(ticker, TOO_MANY));
      demand?.awaited(ticker, need);
      const landed = await (need === "trade" ? flight.landing : flight.soon());
      entry = landed ?? entry;
      // A trade that waited in vain for what a look had asked for may still be let through in its own right.
      if (need !== "trade" || flight.need === "trade") return told(entry);
    }
  }

  const lookUpCold = async (ticker: Ticker, need: Need): Promise<QuoteOutcome> =>
    lookUp(await known.find(ticker), need);

  return {
    latest(ticker, need = "look") {
      const entry = known.get(ticker);
      if (entry && isSettled(entry, marketNow(), belief)) return entry.answer;
      return new ResultAsync(entry ? lookUp(entry, need) : lookUpCold(ticker, need));
    },
    async latestOf(tickers, need = "look") {
      const found = await Promise.all([...new Set(tickers)].map(known.find));
      const outcomes = found.toSorted(byAge).map(async (entry) => [entry.ticker, await lookUp(entry, need)] as const);
      return new Map(await Promise.all(outcomes));
    },
  };
}
