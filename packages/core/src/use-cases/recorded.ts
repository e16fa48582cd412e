import { isTrade, type CashEntry, type Entry, type Recorded, type TradeEntry } from "../domain/entry.ts";

/** A key belongs to one command, so what it recalls is of the command's kind; anything else is a bug in an adapter. */
export function tradeOnly({ entry, replayed }: Recorded): Recorded<TradeEntry> {
  if (!isTrade(entry)) throw wrongKind(entry);
  return { entry, replayed };
}

export function cashOnly({ entry, replayed }: Recorded): Recorded<CashEntry> {
  if (isTrade(entry)) throw wrongKind(entry);
  return { entry, replayed };
}

function wrongKind(entry: Entry): Error {
  return new Error(`entry ${entry.seq} of account ${entry.accountId} is ${entry.status}, which was not asked for`);
}
