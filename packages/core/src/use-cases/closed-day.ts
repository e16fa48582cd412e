import { err, ok, type Result } from "neverthrow";
import { invalid, type InvalidInput } from "../domain/invalid.ts";
import { parseLocalDate } from "../domain/time.ts";
import type { Clock } from "../ports/clock.ts";
import type { MarketCalendar, TradingSession } from "../ports/market-calendar.ts";

/** The session that tells what a day ended at: the day's own, or the last one before. It must be over. */
export function parseClosedDay(
  { calendar, clock }: { readonly calendar: MarketCalendar; readonly clock: Clock },
  text: string,
  field = "at",
): Result<TradingSession, InvalidInput> {
  return parseLocalDate(text, field).andThen((day) => {
    const session = calendar.onOrBefore(day);
    const isOver = day <= clock.today() && session.closesAt <= clock.now();
    return isOver
      ? ok(session)
      : err(invalid(field, "closed-day", `${field} must be a day on which the market has closed.`));
  });
}
