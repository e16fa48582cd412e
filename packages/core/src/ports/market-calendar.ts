import type { Instant, LocalDate } from "../domain/time.ts";

/** One trading day, from its opening bell up to its close. */
export type TradingSession = { readonly day: LocalDate; readonly opensAt: Instant; readonly closesAt: Instant };

/**
 * When the market trades. Promises:
 *
 * 1. Sessions do not overlap, each opens before it closes, and each bears the day on which it opens in the market's
 *    own zone.
 * 2. `latest` answers the session that opened last at or before the instant, whether it has closed or not; `next` the
 *    one that opens first after it. Nothing lies between the two.
 * 3. `onOrBefore` answers the day's session, or, when the market does not trade that day, the last one before it.
 * 4. `between` answers the sessions of the days from one to the other, both included, oldest first: the same that
 *    `latest` and `next` walk through.
 */
export interface MarketCalendar {
  latest(at: Instant): TradingSession;
  next(at: Instant): TradingSession;
  onOrBefore(day: LocalDate): TradingSession;
  between(from: LocalDate, to: LocalDate): readonly TradingSession[];
}
