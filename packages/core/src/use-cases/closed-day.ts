import { err, ok, type Result } from "neverthrow";
import { invalid, type InvalidInput } from "../domain/invalid.ts";
import { parseLocalDate, type Instant } from "../domain/time.ts";
import type { Clock } from "../ports/clock.ts";
import type { MarketCalendar, TradingSession } from "../ports/market-calendar.ts";

/**
 * Whether nothing that happens from now on can be of the session: an entry at its very close still is, so only once
 * that instant has passed does the session's value stand for good.
 */
export function isOver({ closesAt }: TradingSession, now: Instant): boolean {
  return closesAt < now;
}

/** The session that tells what a day ended at: the day's own, or the last one before. It must be over. */
export function parseClosedDay(
  { calendar, clock }: { readonly calendar: MarketCalendar; readonly clock: Clock },
  text: string,
  field = "at",
): Result<TradingSession, InvalidInput> {
  return parseLocalDate(text, field).andThen((day) => {
    const session = calendar.onOrBefore(day);
    return day <= clock.today() && isOver(session, clock.now())
      ? ok(session)
      : err(invalid(field, "closed-day", `${field} must be a day on which the market has closed.`));
  });
}
