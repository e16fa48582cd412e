import { err, ok, type Result } from "neverthrow";
import { invalid, type InvalidInput } from "../domain/invalid.ts";
import { parseLocalDate, type LocalDate } from "../domain/time.ts";
import type { Clock } from "../ports/clock.ts";
import type { MarketCalendar, TradingSession } from "../ports/market-calendar.ts";
import { allOf } from "./all-of.ts";
import { isOver } from "./closed-day.ts";

/** Days as `YYYY-MM-DD`, both included. */
export type DayWindow = { readonly from: string; readonly to: string };

/** About five years of trading days. */
const MAX_DAYS = 1_300;
/** Years by their numbers that so many trading days can touch: six are more than enough at 250 a year. */
const MAX_YEARS = 6;

/** The sessions of a window that are over, oldest first. A window that runs on into the future ends today. */
export function closedSessions(
  { calendar, clock }: { readonly calendar: MarketCalendar; readonly clock: Clock },
  { from, to }: DayWindow,
): Result<readonly TradingSession[], InvalidInput> {
  return allOf([parseLocalDate(from, "from"), parseLocalDate(to, "to")]).andThen(([first, last]) => {
    if (first > last) return err(invalid("from", "order", "from must not be after to."));
    const today = clock.today();
    if (first > today) return err(invalid("from", "past", "from must not be in the future."));
    const end = last < today ? last : today;
    // Told by the years first, or else a window of two thousand of them would be walked through to be refused.
    const sessions = yearsApart(first, end) > MAX_YEARS ? null : calendar.between(first, end);
    if (sessions === null || sessions.length > MAX_DAYS) {
      return err(invalid("from", "window", `from and to may be at most ${MAX_DAYS} trading days apart.`));
    }
    const now = clock.now();
    return ok(sessions.filter((session) => isOver(session, now)));
  });
}

function yearsApart(from: LocalDate, to: LocalDate): number {
  return Number(to.slice(0, 4)) - Number(from.slice(0, 4));
}
