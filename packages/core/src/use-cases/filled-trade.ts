import type { FilledTrade, TradeEntry } from "../domain/entry.ts";
import { trustedFreshness } from "../domain/quote.ts";
import type { MarketCalendar } from "../ports/market-calendar.ts";

/**
 * Told by the entry and the market's hours alone, and not by the age that is allowed now: so the first answer, its
 * replays and every later look say the same.
 */
export function filledTrade(calendar: MarketCalendar, entry: TradeEntry): FilledTrade {
  const { at, trade } = entry;
  return { ...entry, freshness: trustedFreshness(trade.quote, { session: calendar.latest(at), now: at }) };
}
