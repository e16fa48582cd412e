import { sqliteLedger } from "@bourse/adapters/sqlite";
import { actionOf, formatMoney, isTrade, type Entry, type Ledger } from "@bourse/core";
import Database from "better-sqlite3";
import { auditFaults, entriesOf } from "../ledger-reading.ts";
import type { Holder } from "./holders.ts";
import { CASH, type Book, type Order } from "./orders.ts";

/**
 * Holds a file against what its clients know, through a connection of its own that cannot write: all that was answered
 * or shown is there, once, as it was answered; besides only what nobody knows of.
 */
export async function auditFile(file: string, holders: readonly Holder[], book: Book): Promise<Audited> {
  const db = new Database(file, { readonly: true });
  try {
    db.defaultSafeIntegers(true);
    const ledger = sqliteLedger(db);
    const faults = auditFaults(file);
    // An entry that the auditor objects to may be one that cannot be read at all.
    if (faults.length > 0) return { faults, forgotten: 0 };
    return heldAgainst(book, await ledgersOf(ledger, holders));
  } finally {
    db.close();
  }
}

/** Each holder's entries, oldest first. */
export async function ledgersOf(ledger: Ledger, holders: readonly Holder[]): Promise<Ledgers> {
  const ledgers = new Map<Holder, readonly Entry[]>();
  for (const holder of holders) ledgers.set(holder, await entriesOf(ledger, holder.accountId));
  return ledgers;
}

export type Ledgers = ReadonlyMap<Holder, readonly Entry[]>;

/** Holds what the clients know against the entries that there are. */
export function heldAgainst(book: Book, ledgers: Ledgers): Audited {
  const strangers: Entry[] = [];
  const faults = [...ledgers].flatMap(([holder, entries]) => answerFaults(holder, entries, book, strangers));
  return { faults: [...faults, ...strangerFaults(strangers, book)], forgotten: strangers.length };
}

/** `forgotten` counts the entries that nobody knows of. */
type Audited = { readonly faults: readonly string[]; readonly forgotten: number };

function answerFaults(holder: Holder, entries: readonly Entry[], book: Book, strangers: Entry[]): readonly string[] {
  const faults: string[] = [];
  const told = new Set<number>();
  for (const { order, answer } of book.done) {
    if (order.holder.accountId !== holder.accountId) continue;
    const seq = Number(answer["seq"]);
    const entry = entries[seq - 1];
    if (told.has(seq)) faults.push(`account ${holder.accountId}: entry ${seq} was the answer to two orders`);
    told.add(seq);
    if (!entry) faults.push(`account ${holder.accountId}: acknowledged entry ${seq} is lost`);
    else if (!says(answer, entry)) faults.push(`account ${holder.accountId}: entry ${seq} is not as it was answered`);
  }
  strangers.push(...entries.filter(({ seq }) => !told.has(seq)));
  const balances = new Set(["0.00", ...entries.map(({ balance }) => formatMoney(balance))]);
  const shown = book.shown.filter((one) => one.holder.accountId === holder.accountId);
  for (const cash of new Set(shown.map((one) => one.cash))) {
    if (!balances.has(cash)) faults.push(`account ${holder.accountId}: a balance of ${cash} was shown, and never was`);
  }
  return faults;
}

/** Whether an answer says what the ledger has. */
function says(answer: Readonly<Record<string, unknown>>, entry: Entry): boolean {
  const common = {
    accountId: entry.accountId,
    amount: formatMoney(entry.amount),
    balance: formatMoney(entry.balance),
    creationDate: new Date(entry.at).toISOString(),
  };
  const own = isTrade(entry)
    ? {
        action: actionOf(entry),
        ticker: entry.trade.quote.ticker,
        quantity: entry.trade.quantity,
        price: formatMoney(entry.trade.quote.price),
        realisedGain: entry.trade.realisedGain === null ? null : formatMoney(entry.trade.realisedGain),
      }
    : { status: entry.status };
  return Object.entries({ ...common, ...own }).every(([name, value]) => answer[name] === value);
}

/** Each entry that nobody was told of must be an order whose fate nobody knows, and each of those made at most one. */
function strangerFaults(strangers: readonly Entry[], { unknown }: Book): readonly string[] {
  const open = [...unknown];
  return strangers.flatMap((entry) => {
    const match = open.findIndex((order) => fits(order, entry));
    if (match === -1) return [`account ${entry.accountId}: nobody asked for entry ${entry.seq}`];
    open.splice(match, 1);
    return [];
  });
}

function fits({ holder, path, body, key }: Order, entry: Entry): boolean {
  if (holder.accountId !== entry.accountId || (entry.request?.key ?? undefined) !== key) return false;
  if (!isTrade(entry)) {
    const amount = formatMoney(entry.amount).replace("-", "");
    return path === CASH && body["status"] === entry.status && body["amount"] === amount;
  }
  const { quantity, quote } = entry.trade;
  return body["action"] === actionOf(entry) && body["ticker"] === quote.ticker && body["quantity"] === quantity;
}
