import { err, ok, type Result } from "neverthrow";
import { invalid, type InvalidInput } from "../domain/invalid.ts";
import { parseLocalDate, secondsAfter, type Instant } from "../domain/time.ts";
import type { Clock } from "../ports/clock.ts";
import type { MarketCalendar, TradingSession } from "../ports/market-calendar.ts";

/**
 * How long an entry may take from being decided, which is the time it bears, to being in the ledger: it may stand in its
 * account's line, be decided again, and wait for the disk. All of that is bounded, and comes to some seconds where it is
 * worst; a minute leaves room for a slow disk, and for a clock that is set back a little.
 */
const COMMITTED_WITHIN_SECONDS = 60;

/** Whether nothing that reaches the ledger from now on can be of the session; an entry at its very close still is. */
export function isOver({ closesAt }: TradingSession, now: Instant): boolean {
  return secondsAfter(closesAt, COMMITTED_WITHIN_SECONDS) < now;
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
      : err(invalid(field, "closed-day", `${field} must be a day on which the market closed more than a minute ago.`));
  });
}
