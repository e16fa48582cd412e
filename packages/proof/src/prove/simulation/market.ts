import {
  instant,
  money,
  nameOnly,
  type DailyCloses,
  type Instant,
  type LatestQuote,
  type LocalDate,
  type MarketCalendar,
  type Money,
  type Quote,
  type QuoteOutcome,
  type QuoteSource,
  type StockDirectory,
  type Ticker,
} from "@bourse/core";
import { tickerOf, type ManualClock } from "@bourse/testkit";
import { err, ok, ResultAsync, type Result } from "neverthrow";
import type { Mood } from "./plan.ts";

export const TICKERS: readonly Ticker[] = ["AAPL", "BRK.B", "F"].map(tickerOf);

/** A market whose prices go their way, and which has its moods. */
export type Market = {
  /** As a process asks it; `delay` holds each answer up. */
  readonly over: (delay: (label: string) => Promise<void>) => DailyCloses & QuoteSource & StockDirectory;
  readonly take: (ticker: Ticker, mood: Mood) => void;
  /** The clock has moved: what the quote cache was about to learn may have grown old, and it may say so for a while. */
  readonly clockMoved: () => void;
  /** Whether there has been any reason not to answer for the ticker. */
  readonly mayFail: (ticker: Ticker) => boolean;
  /** Whether it has ever given this quote. */
  readonly hasGiven: (quote: Quote) => boolean;
  readonly closeOf: (ticker: Ticker, day: LocalDate) => Money;
};

const MINUTE = 60_000;
/** Older than any trade may fill on while the market is open, in milliseconds. */
const STALE = 16 * MINUTE;

export function simulatedMarket(clock: ManualClock, calendar: MarketCalendar): Market {
  const moods = new Map<Ticker, Mood>();
  const given = new Set<string>();
  const troubled = new Set<Ticker>();
  const moodOf = (ticker: Ticker): Mood => moods.get(ticker) ?? "open";
  const dayBefore = (at: Instant) => calendar.latest(instant(calendar.latest(at).opensAt - 1)).day;
  const closeOf = (ticker: Ticker, day: LocalDate): Money => priceAt(ticker, calendar.onOrBefore(day).closesAt);

  function quote(ticker: Ticker, mood: Mood): LatestQuote {
    const fetchedAt = instant(clock.now() - (mood === "stale" ? STALE : 0));
    const { day, closesAt, opensAt } = calendar.latest(fetchedAt);
    const tradingDay = mood === "old day" ? dayBefore(instant(opensAt - 1)) : day;
    const price = priceAt(ticker, instant(Math.min(fetchedAt, closesAt)));
    const previousClose = closeOf(ticker, dayBefore(fetchedAt));
    const found = { ticker, price, previousClose, tradingDay, fetchedAt, source: "simulation" };
    given.add(textOf(found));
    return found;
  }

  function outcome(ticker: Ticker): QuoteOutcome {
    const mood = moodOf(ticker);
    if (mood === "unknown") return err({ kind: "TickerNotFound", ticker });
    if (mood !== "unavailable") return ok(quote(ticker, mood));
    return err({ kind: "QuoteUnavailable", ticker, reason: "the market is not to be reached", retryAfter: 30 });
  }

  return {
    take: (ticker, mood) => {
      moods.set(ticker, mood);
      if (mood !== "open") troubled.add(ticker);
    },
    clockMoved: () => {
      for (const ticker of TICKERS) troubled.add(ticker);
    },
    mayFail: (ticker) => troubled.has(ticker),
    hasGiven: (quoted) => given.has(textOf(quoted)),
    closeOf,
    over: (delay) => {
      const later = <Value, E>(label: string, answer: () => Result<Value, E>) =>
        new ResultAsync(delay(label).then(answer));
      return {
        latest: (ticker) => later("a quote", () => outcome(ticker)),
        latestOf: async (tickers) => {
          await delay("quotes");
          return new Map(tickers.map((ticker) => [ticker, outcome(ticker)]));
        },
        closes: (ticker, from, to) =>
          later("closes", () => {
            const over = calendar.between(from, to).filter(({ closesAt }) => closesAt <= clock.now());
            return ok(new Map(over.map(({ day }) => [day, closeOf(ticker, day)])));
          }),
        profile: (ticker) => later("a profile", () => ok(nameOnly(ticker, ticker, null))),
        search: () => later("a search", () => ok([])),
      };
    },
  };
}

/** Another price each minute, from $20 to about $220, in all four decimals: average costs are then rounded. */
function priceAt(ticker: Ticker, at: Instant): Money {
  let hash = Math.floor(at / MINUTE) % 1_000_003;
  for (const letter of ticker) hash = (hash * 31 + letter.charCodeAt(0)) % 1_000_003;
  return money(200_000n + ((BigInt(hash) * 7919n) % 1_999_993n));
}

function textOf({ ticker, price, tradingDay, fetchedAt, source }: Quote): string {
  return [ticker, price, tradingDay, fetchedAt, source].join(" ");
}
