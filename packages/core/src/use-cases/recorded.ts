import { isTrade, type CashEntry, type Entry, type FilledTrade, type Recorded } from "../domain/entry.ts";
import type { MarketCalendar } from "../ports/market-calendar.ts";
import { filledTrade } from "./filled-trade.ts";

/** A key belongs to one command, so what it recalls is of the command's kind; anything else is a bug in an adapter. */
export function tradeOnly(calendar: MarketCalendar, { entry, replayed }: Recorded): Recorded<FilledTrade> {
  if (!isTrade(entry)) throw wrongKind(entry);
  return { entry: filledTrade(calendar, entry), replayed };
}

export function cashOnly({ entry, replayed }: Recorded): Recorded<CashEntry> {
  if (isTrade(entry)) throw wrongKind(entry);
  return { entry, replayed };
}

function wrongKind(entry: Entry): Error {
  return new Error(`entry ${entry.seq} of account ${entry.accountId} is ${entry.status}, which was not asked for`);
}
