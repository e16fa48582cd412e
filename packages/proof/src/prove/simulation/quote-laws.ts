import type { Instant, MarketCalendar, Quote } from "@bourse/core";

const MINUTES = 60_000;
/** README, `MAX_QUOTE_AGE`: 900 seconds unless configured. */
const OLDEST = 15 * MINUTES;
/** docs/adr/0006: a price fetched this long after the close holds until the next opening. */
const SETTLED = 30 * MINUTES;

/** Whether a trade may fill on the quote at an instant, read from the decision record and not from the code. */
export function isFillable(quote: Quote, at: number, calendar: MarketCalendar): boolean {
  const session = calendar.latest(at as Instant);
  const before = calendar.latest((session.opensAt - 1) as Instant);
  const isOfNow = quote.tradingDay === session.day;
  if (Math.abs(at - quote.fetchedAt) <= OLDEST) return isOfNow || quote.tradingDay === before.day;
  return isOfNow && quote.fetchedAt >= session.closesAt + SETTLED && quote.fetchedAt <= at;
}
