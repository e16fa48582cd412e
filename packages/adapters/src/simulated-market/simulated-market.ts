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
 * function of seed, ticker and instant. It has no state, so replicas agree, a restart changes no price, and any past
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

  // Each price is told with the close before, and is a close itself while the market is closed.
  const [lastClose, closeBefore] = [rememberedFor(priceOf), rememberedFor(priceOf)];

  function outcomeNow(): (ticker: Ticker) => QuoteOutcome {
    const fetchedAt = clock.now();
    const { day, opensAt, closesAt } = calendar.latest(fetchedAt);
    const before = calendar.latest(instant(opensAt - 1));
    return (ticker) => {
      const stock = LISTED_STOCKS.get(ticker);
      if (!stock) return err({ kind: "TickerNotFound", ticker });
      const price = fetchedAt < closesAt ? priceOf(stock, fetchedAt) : lastClose(stock, closesAt);
      const previousClose = closeBefore(stock, before.closesAt);
      return ok({ ticker, price, previousClose, tradingDay: day, fetchedAt, source: "simulated" });
    };
  }

  function closes(ticker: Ticker, from: LocalDate, to: LocalDate): Result<Closes, TickerNotFound> {
    const stock = LISTED_STOCKS.get(ticker);
    if (!stock) return err({ kind: "TickerNotFound", ticker });
    const now = clock.now();
    const over = calendar.between(from, to).filter(({ closesAt }) => closesAt <= now);
    return ok(new Map(over.map(({ day, closesAt }) => [day, priceOf(stock, closesAt)])));
  }

  return {
    latest: (ticker) => new ResultAsync(Promise.resolve(outcomeNow()(ticker))),
    latestOf: async (tickers) => {
      const outcome = outcomeNow();
      return new Map(tickers.map((ticker) => [ticker, outcome(ticker)]));
    },
    closes: (ticker, from, to) => new ResultAsync(turn().then(() => closes(ticker, from, to))),
  };
}

type PriceAt = (stock: ListedStock, at: Instant) => Money;

/** The same prices, of which the last one of each stock is remembered: one for each of the list's at most. */
function rememberedFor(priceOf: PriceAt): PriceAt {
  const known = new Map<Ticker, { readonly at: Instant; readonly price: Money }>();
  return (stock, at) => {
    const last = known.get(stock.ticker);
    if (last?.at === at) return last.price;
    const price = priceOf(stock, at);
    known.set(stock.ticker, { at, price });
    return price;
  };
}
