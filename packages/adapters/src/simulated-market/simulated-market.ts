import {
  money,
  type Clock,
  type Instant,
  type Money,
  type QuoteOutcome,
  type QuoteSource,
  type Ticker,
} from "@bourse/core";
import { err, ok, ResultAsync } from "neverthrow";
import { LISTED_STOCKS, type ListedStock } from "../stock-list/index.ts";
import { hashOf, mix, noise } from "./noise.ts";

export type SimulatedMarketOptions = {
  readonly clock: Clock;
  /** Another seed is another market; the same seed is the same market everywhere and at any time. */
  readonly seed?: string;
};

/**
 * A market for a server without a key or a network: the stocks of the built-in list, at prices that are a pure
 * function of seed, ticker and instant. It keeps nothing, so replicas agree and a restart changes no price. It trades
 * round the clock, every day; a quote's trading day is therefore the clock's today.
 *
 * TickerNotFound for a stock that is not on the list; never QuoteUnavailable.
 */
export function simulatedMarket({ clock, seed = "bourse" }: SimulatedMarketOptions): QuoteSource {
  const outcome = (ticker: Ticker): QuoteOutcome => {
    const stock = LISTED_STOCKS.get(ticker);
    if (!stock) return err({ kind: "TickerNotFound", ticker });
    const fetchedAt = clock.now();
    const price = priceOf(stock, seed, fetchedAt);
    return ok({ ticker, price, tradingDay: clock.today(), fetchedAt, source: "simulated" });
  };
  return {
    latest: (ticker) => new ResultAsync(Promise.resolve(outcome(ticker))),
    latestOf: async (tickers) => new Map(tickers.map((ticker) => [ticker, outcome(ticker)])),
  };
}

const UNITS_PER_CENT = 100n;

/** Whole cents, between half the stock's level and twice it; as likely to be doubled as to be halved. */
function priceOf({ ticker, level }: ListedStock, seed: string, at: Instant): Money {
  const drift = noise(mix(hashOf(seed), hashOf(ticker)), at);
  const factor = (3 + drift) / (3 - drift);
  return money(BigInt(Math.round(level * 100 * factor)) * UNITS_PER_CENT);
}
