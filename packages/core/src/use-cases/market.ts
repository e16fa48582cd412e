import type { Market } from "../domain/quote.ts";
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
  const now = clock.now();
  return { session: calendar.latest(now), now, maxQuoteAge };
}
