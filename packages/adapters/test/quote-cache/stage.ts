import { nyseCalendar } from "@bourse/adapters/nyse-calendar";
import { cachedQuotes, inMemoryQuoteStore, type QuoteCacheOptions } from "@bourse/adapters/quote-cache";
import type { Need, QuoteOutcome, QuoteSource, Ticker } from "@bourse/core";
import { manualMarket, type ManualMarket } from "@bourse/testkit";
import { ResultAsync } from "neverthrow";
import { virtualTime, type VirtualTime } from "../virtual-time.ts";

/** Fifteen minutes, in seconds. */
export const MAX_QUOTE_AGE = 900;

/** A cache over a market that a test controls, in time that a test lets pass. It begins on a Monday, 10:30 in New York. */
export type Stage = {
  readonly time: VirtualTime;
  readonly market: ManualMarket;
  /** What the market has been asked, in order. */
  readonly asked: { readonly ticker: Ticker; readonly need: Need; readonly at: number }[];
  readonly cache: QuoteSource;
  /** Another cache over the same market, with no memory of its own. */
  readonly another: (options?: Partial<QuoteCacheOptions>) => QuoteSource;
  /** The market answers nothing until it is let go. */
  readonly hold: () => void;
  readonly letGo: () => void;
};

export function newStage(options: Partial<QuoteCacheOptions> = {}): Stage {
  const time = virtualTime();
  const calendar = nyseCalendar();
  const market = manualMarket(time.clock, calendar);
  const asked: Stage["asked"] = [];
  const store = inMemoryQuoteStore();
  let gate: PromiseWithResolvers<void> | null = null;

  const note = (ticker: Ticker, need: Need): void => void asked.push({ ticker, need, at: time.elapsed() });
  async function latest(ticker: Ticker, need: Need): Promise<QuoteOutcome> {
    note(ticker, need);
    await gate?.promise;
    return market.latest(ticker, need);
  }
  const source: QuoteSource = {
    latest: (ticker, need = "look") => new ResultAsync(latest(ticker, need)),
    latestOf: async (tickers, need = "look") => {
      for (const ticker of tickers) note(ticker, need);
      await gate?.promise;
      return market.latestOf(tickers, need);
    },
  };
  const another: Stage["another"] = (given = {}) =>
    cachedQuotes({
      source,
      store,
      calendar,
      clock: time.clock,
      maxQuoteAge: MAX_QUOTE_AGE,
      wait: time.wait,
      ...options,
      ...given,
    });
  return {
    time,
    market,
    asked,
    cache: another(),
    another,
    hold: () => {
      gate ??= Promise.withResolvers();
    },
    letGo: () => {
      gate?.resolve();
      gate = null;
    },
  };
}
