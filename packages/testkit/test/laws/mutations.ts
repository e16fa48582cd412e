import {
  instant,
  money,
  type Entry,
  type IdempotencyKey,
  type LocalDate,
  type Quantity,
  type Ticker,
} from "@bourse/core";
import { accountIdOf } from "@bourse/testkit";
import * as fc from "fast-check";

/** How one entry may come to say something else. `by` is never 0, `before` and `after` are its neighbours' times. */
type Alter = (entry: Entry, given: { by: number; before: number; after: number }) => Entry | null;
type Trade = Extract<Entry, { trade: unknown }>["trade"];

const inTrade =
  (alter: (trade: Trade, by: number) => Partial<Trade>): Alter =>
  (entry, { by }) =>
    "trade" in entry ? { ...entry, trade: { ...entry.trade, ...alter(entry.trade, by) } } : null;
const inQuote = (alter: (quote: Trade["quote"], by: number) => Partial<Trade["quote"]>): Alter =>
  inTrade(({ quote }, by) => ({ quote: { ...quote, ...alter(quote, by) } }));
const inRequest =
  (changes: { readonly key?: string; readonly command?: string }): Alter =>
  (entry) =>
    entry.request && { ...entry, request: { ...entry.request, ...(changes as { key: IdempotencyKey }) } };

const OTHER = {
  "TOP-UP": "WITHDRAWAL",
  WITHDRAWAL: "TOP-UP",
  "BUYING-SHARES": "SELLING-SHARES",
  "SELLING-SHARES": "BUYING-SHARES",
} as const;

/** A change of one field that no ledger can have. */
export const IMPOSSIBLE: Readonly<Record<string, Alter>> = {
  "another account": (entry) => ({ ...entry, accountId: accountIdOf(2) }),
  "another number": (entry, { by }) => ({ ...entry, seq: entry.seq + by }),
  "an earlier time": (entry, { by, before }) => ({ ...entry, at: instant(before - Math.abs(by)) }),
  "no time at all": (entry) => ({ ...entry, at: instant(Number.NaN) }),
  "another amount": (entry, { by }) => ({ ...entry, amount: money(entry.amount + BigInt(by)) }),
  "the opposite amount": (entry) => ({ ...entry, amount: money(0n - entry.amount) }),
  "another balance": (entry, { by }) => ({ ...entry, balance: money(entry.balance + BigInt(by)) }),
  "another sum of gains": (entry, { by }) => ({
    ...entry,
    realisedGainAfter: money(entry.realisedGainAfter + BigInt(by)),
  }),
  "the opposite status": (entry) => ({ ...entry, status: OTHER[entry.status] }) as Entry,
  "another quantity": inTrade(({ quantity }, by) => ({ quantity: (quantity + by) as Quantity })),
  "half a share": inTrade(({ quantity }) => ({ quantity: (quantity + 0.5) as Quantity })),
  "another price": inQuote(({ price }, by) => ({ price: money(price + BigInt(by)) })),
  "another gain": inTrade(({ realisedGain }, by) => ({ realisedGain: money((realisedGain ?? 0n) + BigInt(by)) })),
  "another quantity held": inTrade(({ quantityAfter }, by) => ({ quantityAfter: quantityAfter + by })),
  "another cost held": inTrade(({ costAfter }, by) => ({ costAfter: money(costAfter + BigInt(by)) })),
  "a ticker in lower case": inQuote(({ ticker }) => ({ ticker: ticker.toLowerCase() as Ticker })),
  "a text that is no ticker": inQuote(() => ({ ticker: "" as Ticker })),
  "a day that does not exist": inQuote(() => ({ tradingDay: "2026-02-30" as LocalDate })),
  "a quote without a time": inQuote(() => ({ fetchedAt: instant(-1) })),
  "a quote from nowhere": inQuote(() => ({ source: "" })),
  "a key that nobody can give": inRequest({ key: "two words" }),
  "a command that it does not fulfil": inRequest({ command: "BUY 1 NOTHING" }),
};

/** A change of one field that leaves a ledger as it might have been: what the audit says it cannot see. */
export const POSSIBLE: Readonly<Record<string, Alter>> = {
  "a later time, but none after the next": (entry, { after }) => ({ ...entry, at: instant(after) }),
  "another key": inRequest({ key: "another" }),
  "no key": (entry) => ({ ...entry, request: null }),
  "another trading day": inQuote(() => ({ tradingDay: "2026-06-12" as LocalDate })),
  "another time of fetching": inQuote(({ fetchedAt }, by) => ({ fetchedAt: instant(fetchedAt + Math.abs(by)) })),
  "another source": inQuote(() => ({ source: "elsewhere" })),
};

/** One of the entries altered, whichever `at` points to of those that can be. */
export function altered(entries: readonly Entry[], alter: Alter, at: number, by: number): Altered | null {
  const all = entries.flatMap((entry, index): Altered[] => {
    const before = entries[index - 1]?.at ?? 0;
    const changed = alter(entry, { by, before, after: entries[index + 1]?.at ?? entry.at + Math.abs(by) });
    return changed ? [{ entries: entries.with(index, changed), index }] : [];
  });
  return all[at % Math.max(1, all.length)] ?? null;
}
type Altered = { readonly entries: readonly Entry[]; readonly index: number };

export const anyChange: fc.Arbitrary<number> = fc
  .oneof(fc.integer({ min: -100, max: 100 }), fc.integer())
  .filter((by) => by !== 0);
