import {
  instant,
  money,
  type Clock,
  type Closes,
  type DailyCloses,
  type Instant,
  type LocalDate,
  type MarketCalendar,
  type Money,
  type QuoteOutcome,
  type QuoteSource,
  type Ticker,
  type TickerNotFound,
} from "@bourse/core";
import { err, ok, ResultAsync, type Result } from "neverthrow";
import { oneATurn } from "../event-loop/index.ts";
import { LISTED_STOCKS, type ListedStock } from "../stock-list/index.ts";
import { hashOf, mix, noise } from "./noise.ts";

const UNITS_PER_CENT = 100n;

export type SimulatedMarketOptions = {
  readonly clock: Clock;
  readonly calendar: MarketCalendar;
  /** Another seed is another market; the same seed is the same market everywhere and at any time. */
  readonly seed?: string;
};

/**
 * A market for a server without a key or a network: the stocks of the built-in list, at prices that are a pure
 * function of seed, ticker and instant. It keeps nothing, so replicas agree, a restart changes no price, and any past
 * day has its close. It trades when the calendar says; a price then stands until the next opening.
 *
 * TickerNotFound for a stock that is not on the list; never QuoteUnavailable.
 */
export function simulatedMarket(options: SimulatedMarketOptions): DailyCloses & QuoteSource {
  const { clock, calendar, seed = "bourse" } = options;
  const seedHash = hashOf(seed);
  // A history asks for the years of each of its tickers at once.
  const turn = oneATurn();

  /** Whole cents, between half the stock's level and twice it; as likely to be doubled as to be halved. */
  function priceOf({ ticker, level }: ListedStock, at: Instant): Money {
    const drift = noise(mix(seedHash, hashOf(ticker)), at);
    const factor = (3 + drift) / (3 - drift);
    return money(BigInt(Math.round(level * 100 * factor)) * UNITS_PER_CENT);
  }

  function outcome(ticker: Ticker): QuoteOutcome {
    const stock = LISTED_STOCKS.get(ticker);
    if (!stock) return err({ kind: "TickerNotFound", ticker });
    const fetchedAt = clock.now();
    const { day, opensAt, closesAt } = calendar.latest(fetchedAt);
    const before = calendar.latest(instant(opensAt - 1));
    return ok({
      ticker,
      price: priceOf(stock, instant(Math.min(fetchedAt, closesAt))),
      previousClose: priceOf(stock, before.closesAt),
      tradingDay: day,
      fetchedAt,
      source: "simulated",
    });
  }

  function closes(ticker: Ticker, from: LocalDate, to: LocalDate): Result<Closes, TickerNotFound> {
    const stock = LISTED_STOCKS.get(ticker);
    if (!stock) return err({ kind: "TickerNotFound", ticker });
    const now = clock.now();
    const over = calendar.between(from, to).filter(({ closesAt }) => closesAt <= now);
    return ok(new Map(over.map(({ day, closesAt }) => [day, priceOf(stock, closesAt)])));
  }

  return {
    latest: (ticker) => new ResultAsync(Promise.resolve(outcome(ticker))),
    latestOf: async (tickers) => new Map(tickers.map((ticker) => [ticker, outcome(ticker)])),
    closes: (ticker, from, to) => new ResultAsync(turn().then(() => closes(ticker, from, to))),
  };
}
