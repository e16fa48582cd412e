import { inMemoryCloseStore, keptCloses, type KeptClosesOptions } from "@bourse/adapters/daily-closes";
import { nyseCalendar } from "@bourse/adapters/nyse-calendar";
import {
  instant,
  type Closes,
  type DailyCloses,
  type Instant,
  type LocalDate,
  type QuoteUnavailable,
  type Ticker,
  type TickerNotFound,
} from "@bourse/core";
import { dateOf, moneyOf } from "@bourse/testkit";
import { err, ok, ResultAsync, type Result } from "neverthrow";
import { virtualTime, type VirtualTime } from "../virtual-time.ts";

export const SECOND = 1000;
export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
export const calendar: ReturnType<typeof nyseCalendar> = nyseCalendar();

/** A source of closes that a test controls: a hundred sessions at once, as one request has. */
type Source = DailyCloses & {
  /** Which windows it was asked for, in order. */
  readonly asked: { readonly ticker: Ticker; readonly from: LocalDate; readonly to: LocalDate }[];
  /** The days it has no close of. */
  readonly lacking: Set<string>;
  /** What it answers instead of closes, for all tickers. */
  state: "down" | "held" | "ok" | "unknown";
  /** What it says that a day ended at, in dollars. */
  price: string;
};

/** It knows every ticker but NOPE, and the last hundred sessions, the one under way among them, as a real one does. */
function controlledSource({ clock, wait }: VirtualTime): Source {
  async function learn(ticker: Ticker, from: LocalDate, to: LocalDate): Promise<Outcome> {
    source.asked.push({ ticker, from, to });
    if (source.state === "held") await wait(10 * SECOND);
    if (source.state === "down") {
      return err({ kind: "QuoteUnavailable", ticker, reason: "the source is down", retryAfter: 30 });
    }
    if (source.state === "unknown" || ticker === "NOPE") return err({ kind: "TickerNotFound", ticker });
    const days = calendar
      .between(dateOf("2025-01-01"), calendar.latest(clock.now()).day)
      .slice(-100)
      .map(({ day }) => day)
      .filter((day) => !source.lacking.has(day));
    // Whatever the window: a cache must not take a source at its word.
    return ok(new Map(days.map((day) => [day, moneyOf(source.price)])));
  }
  const source: Source = {
    asked: [],
    lacking: new Set(),
    state: "ok",
    price: "10.00",
    closes: (ticker, from, to) => new ResultAsync(learn(ticker, from, to)),
  };
  return source;
}

type Outcome = Result<Closes, QuoteUnavailable | TickerNotFound>;

/** Monday, 15 June 2026, 10:30 in New York: the market is open, and Friday's session the last that is over. */
const OPEN: Instant = instant(Date.UTC(2026, 5, 15, 14, 30));

export type Stage = {
  readonly time: VirtualTime;
  readonly source: Source;
  readonly closes: DailyCloses;
  readonly another: (options?: Partial<KeptClosesOptions>) => DailyCloses;
};

export function newStage(options: Partial<KeptClosesOptions> = {}): Stage {
  const time = virtualTime(OPEN);
  const { clock, wait } = time;
  const source = controlledSource(time);
  const store = inMemoryCloseStore();
  const another: Stage["another"] = (given = {}) =>
    keptCloses({ source, store, calendar, clock, wait, ...options, ...given });
  return { time, source, closes: another(), another };
}
