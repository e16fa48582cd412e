import { instant, MAX_PAGE, money, type App, type Entry } from "@bourse/core";
import { accountIdOf, quantityOf, quoteOf, tickerOf } from "@bourse/testkit";
import * as fc from "fast-check";
import { okAsync } from "neverthrow";
import { expect, it } from "vitest";
import { historyPage, type HistoryFilter, type HistoryPage } from "../../src/pages/history-page.ts";

const ME = accountIdOf(1);
const SHOWN = 50;
const FILTERS: readonly HistoryFilter[] = [
  { kind: "all", ticker: null },
  { kind: "cash", ticker: null },
  { kind: "trades", ticker: null },
  { kind: "all", ticker: tickerOf("AAPL") },
];

/** A ledger of so many entries, in which each of these is a purchase and every other a top-up. */
function ledgerOf(
  count: number,
  purchases: ReadonlySet<number>,
): Pick<App, "listCashTransactions"> & { reads: number } {
  const ledger = {
    reads: 0,
    listCashTransactions: ({ before = count + 1, limit = MAX_PAGE }: Parameters<App["listCashTransactions"]>[0]) => {
      ledger.reads += 1;
      const newest = Math.min(count, before - 1);
      const length = Math.max(0, Math.min(limit, newest));
      const items = Array.from({ length }, (_, index) => entryOf(newest - index, purchases.has(newest - index)));
      return okAsync({ items, next: newest > length ? newest - length + 1 : null });
    },
  };
  return ledger;
}

function entryOf(seq: number, isPurchase: boolean): Entry {
  const happened = {
    accountId: ME,
    seq,
    at: instant(seq),
    amount: money(1n),
    balance: money(1n),
    realisedGainAfter: money(0n),
    request: null,
  };
  if (!isPurchase) return { ...happened, status: "TOP-UP" };
  const costAfter = money(1n);
  const trade = {
    quantity: quantityOf(1),
    quote: quoteOf("AAPL", "1.00"),
    realisedGain: null,
    quantityAfter: 1,
    costAfter,
  };
  return { ...happened, status: "BUYING-SHARES", trade };
}

const anyLedger = fc
  .record({ count: fc.integer({ min: 0, max: 3000 }), share: fc.constantFrom(0, 1, 3, 40, 300, 1000, 3000) })
  .chain(({ count, share }) =>
    fc.record({
      count: fc.constant(count),
      purchases: fc.uniqueArray(fc.integer({ min: 1, max: Math.max(1, count) }), {
        minLength: Math.min(share, count),
        maxLength: share,
      }),
    }),
  );

const numbersOf = ({ entries }: HistoryPage): readonly number[] => entries.map(({ seq }) => seq);

it("the pages down from the newest tell each entry that passes once, and each read is bounded", async () => {
  const law = fc.asyncProperty(anyLedger, fc.constantFrom(...FILTERS), async ({ count, purchases }, filter) => {
    const bought = new Set(purchases);
    const ledger = ledgerOf(count, bought);
    const told: number[] = [];
    let before: number | null | undefined;
    while (before !== null) {
      ledger.reads = 0;
      const page: HistoryPage = await historyPage(ledger, ME, filter, { before });
      expect(ledger.reads).toBeLessThanOrEqual(5);
      expect(page.entries.length).toBeLessThanOrEqual(SHOWN);
      told.push(...numbersOf(page));
      before = page.older;
    }
    expect(told).toStrictEqual(passing(count, bought, filter));
  });
  await fc.assert(law, { numRuns: 60 });
});

it("the pages up from the oldest tell each of them too, and end at the newest page", async () => {
  const law = fc.asyncProperty(anyLedger, fc.constantFrom(...FILTERS), async ({ count, purchases }, filter) => {
    const bought = new Set(purchases);
    const ledger = ledgerOf(count, bought);
    const told: number[] = [];
    let page = await historyPage(ledger, ME, filter, { after: 0 });
    while (page.newer !== null) {
      told.unshift(...numbersOf(page));
      page = await historyPage(ledger, ME, filter, { after: page.newer });
    }
    const newest = await historyPage(ledger, ME, filter, {});
    expect(page).toStrictEqual(newest);
    // The newest page may tell of some that the page below it told.
    expect([...new Set([...numbersOf(newest), ...told])]).toStrictEqual(passing(count, bought, filter));
    expect(new Set(told).size).toBe(told.length);
  });
  await fc.assert(law, { numRuns: 60 });
});

it("a page up from any entry ends right above it, and the page below it begins with it", async () => {
  const law = fc.asyncProperty(anyLedger, fc.nat(3000), fc.constantFrom(...FILTERS), async (given, after, filter) => {
    const bought = new Set(given.purchases);
    const ledger = ledgerOf(given.count, bought);
    const up = await historyPage(ledger, ME, filter, { after });
    // Where little is above, that is the newest page instead, which the first law is about.
    fc.pre(up.newer !== null && up.older !== null);
    const down = numbersOf(await historyPage(ledger, ME, filter, { before: up.older }));
    const told = passing(given.count, bought, filter);
    const above = told.filter((seq) => seq > after);
    expect(numbersOf(up)).toStrictEqual(above.slice(above.length - up.entries.length));
    expect(down).toStrictEqual(told.filter((seq) => seq <= after).slice(0, down.length));
  });
  await fc.assert(law, { numRuns: 60 });
});

/** What a filter lets by, newest first. */
function passing(count: number, purchases: ReadonlySet<number>, { kind, ticker }: HistoryFilter): readonly number[] {
  const wantsAll = kind === "all" && ticker === null;
  const wantsPurchases = kind === "trades" || ticker !== null;
  return Array.from({ length: count }, (_, index) => count - index).filter(
    (seq) => wantsAll || purchases.has(seq) === wantsPurchases,
  );
}
