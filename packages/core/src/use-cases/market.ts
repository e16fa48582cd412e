import type { Market } from "../domain/quote.ts";
import { instant, type Instant } from "../domain/time.ts";
import type { Clock } from "../ports/clock.ts";
import type { MarketCalendar } from "../ports/market-calendar.ts";

export type MarketNeeds = {
  readonly calendar: MarketCalendar;
  readonly clock: Clock;
  /** How old a quote may be while the market is open, in seconds. */
  readonly maxQuoteAge: number;
};

/** The market as it is now, which says how far a quote may be trusted. */
export function marketNow({ calendar, clock, maxQuoteAge }: MarketNeeds): Market {
  return marketAt(calendar, clock.now(), maxQuoteAge);
}

/** The market at an instant; `maxQuoteAge` is in seconds. */
export function marketAt(calendar: MarketCalendar, now: Instant, maxQuoteAge: number): Market {
  const session = calendar.latest(now);
  return { session, dayBefore: () => calendar.latest(instant(session.opensAt - 1)).day, now, maxQuoteAge };
}
